import type { RunChange } from '@loom/protocol'
import type { Cache } from './cache'
import type { Host, Preview } from './context'

/** What the host of a run gives, and where it hears of it. */
export type RunSettings = {
  readonly host: Host
  readonly cache: Cache
  readonly signal: AbortSignal
  emit(change: RunChange): void
  /** Somebody looks on: nodes tell what is worth seeing, too. */
  readonly observe?: boolean
  /** Takes a preview, which is made when it is called: not at all where nobody looks. */
  preview?(node: string, done: number, total: number, preview: Preview): void | Promise<void>
}
