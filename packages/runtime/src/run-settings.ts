import type { RunChange } from '@loom/protocol'
import type { Cache } from './cache'
import type { Host, Picture } from './context'

/** What the host of a run gives, and where it hears of it. */
export type RunSettings = {
  readonly host: Host
  readonly cache: Cache
  readonly signal: AbortSignal
  emit(change: RunChange): void
  /** Somebody looks on: nodes tell what is worth seeing, too. */
  readonly observe?: boolean
  /** Takes a preview on its way; absent when nobody looks, then none is made. */
  preview?(node: string, done: number, total: number, picture: Picture): void | Promise<void>
}
