import type { NodeResult } from '@loom/protocol'
import { sizeOf } from './size-of'

/** What a node gave, and what it showed. */
export type Cached = { readonly outputs: Readonly<Record<string, unknown>>; readonly result?: NodeResult }

/** Results by content key, least recently used first to go. */
export interface Cache {
  get(key: string): Cached | undefined
  set(key: string, entry: Cached): void
  readonly bytes: number
}

const ENTRY_BYTES = 512 // the entry itself, so that many tiny results have an end too

export function createCache({ maxBytes }: { maxBytes: number }): Cache {
  const entries = new Map<string, { entry: Cached; bytes: number }>() // oldest use first
  let bytes = 0
  const drop = (key: string) => {
    bytes -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }
  return {
    get(key) {
      const found = entries.get(key)
      if (!found) return undefined
      entries.delete(key)
      entries.set(key, found)
      return found.entry
    },
    set(key, entry) {
      drop(key)
      const size = ENTRY_BYTES + sizeOf(entry.outputs)
      if (size > maxBytes) return
      entries.set(key, { entry, bytes: size })
      bytes += size
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break
        drop(oldest)
      }
    },
    get bytes() {
      return bytes
    },
  }
}
