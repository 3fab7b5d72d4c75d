import type { KeptRows } from '@loom/models'
import type { Tensor } from '@loom/tensor'

/** What one UNet call made of its source rows, those under the positive prompt first. */
export type KeptCall = {
  /** [sources,C,h,w] */
  readonly predicted: Tensor
  /** By map group, of each source that was shown: its map before editing [h,w,tokens]. */
  readonly maps: readonly ReadonlyMap<number, Float32Array>[]
  /** What edits take of the first of them, where they take anything. */
  readonly rows?: KeptRows
}

const bytesOf = ({ predicted, maps, rows }: KeptCall): number => {
  const shown = maps.flatMap((group) => [...group.values()])
  const sizes = [predicted.data, ...shown, ...(rows ? [rows.data, rows.starts] : [])].map(
    ({ byteLength }) => byteLength,
  )
  return sizes.reduce((a, b) => a + b, 0)
}

type Entry = { call: KeptCall; bytes: number; run: number }

/**
 * Calls by the content of what they were given, within a budget. Those of earlier runs make room, least recently used
 * first; those of the present run do not, or a run that does not fit would find nothing the next time.
 */
export class KeptCalls {
  readonly #entries = new Map<string, Entry>() // least recently used first
  #bytes = 0
  #run = 0

  get bytes(): number {
    return this.#bytes
  }

  /** A run begins: what it uses stays until the next. */
  begin(): void {
    this.#run++
  }

  get(key: string): KeptCall | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    entry.run = this.#run
    return entry.call
  }

  /** Whether it found room. */
  set(key: string, call: KeptCall, maxBytes: number): boolean {
    this.#drop(key)
    const bytes = bytesOf(call)
    for (const [oldest, { run }] of this.#entries) {
      if (this.#bytes + bytes <= maxBytes || run === this.#run) break
      this.#drop(oldest)
    }
    if (this.#bytes + bytes > maxBytes) return false
    this.#entries.set(key, { call, bytes, run: this.#run })
    this.#bytes += bytes
    return true
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0
    this.#entries.delete(key)
  }
}
