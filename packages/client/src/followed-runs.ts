import type { RunEvent } from '@loom/protocol'

/** The runs that a connection follows, each with the last number it saw: what to ask for after a reconnect. */
export class FollowedRuns {
  readonly #last = new Map<string, number>()

  add(run: string, after: number): void {
    this.#last.set(run, after)
  }

  remove(run: string): void {
    this.#last.delete(run)
  }

  has(run: string): boolean {
    return this.#last.has(run)
  }

  [Symbol.iterator](): IterableIterator<[run: string, after: number]> {
    return this.#last.entries()
  }

  /** Whether the event is the next one; `again` asks for what is missing, `drop` was seen before. */
  take({ run, seq, type }: RunEvent): 'next' | 'again' | 'drop' {
    const last = this.#last.get(run)
    if (last === undefined || seq <= last) return 'drop'
    if (seq > last + 1) return 'again'
    if (type === 'ended') this.#last.delete(run)
    else this.#last.set(run, seq)
    return 'next'
  }
}
