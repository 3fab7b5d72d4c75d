import { freeBytes } from './free-bytes'

/** A session that can be closed and opens again when it is next run. */
export interface Warm {
  /** What its weights take while it is open. */
  readonly bytes: number
  /** What its runs took, which it keeps for the next. */
  readonly kept: number
  /** Whether nothing runs in it, nor waits to. */
  readonly idle: boolean
  release(): Promise<void>
}

/** The open sessions of this process, kept within a budget of bytes: what was not used for longest is closed first. */
class WarmSessions {
  limit = Number.POSITIVE_INFINITY
  /** The least recently used first. */
  readonly #open = new Set<Warm>()

  get bytes(): number {
    return [...this.#open].reduce((all, { bytes }) => all + bytes, 0)
  }

  /** Closes others until one of so many bytes fits. One that does not fit alone is opened all the same. */
  async makeRoom(bytes: number): Promise<void> {
    await this.#close(() => this.bytes + bytes <= this.limit)
  }

  /** Closes others until the machine has so many bytes free, unless that cannot be had. Tells how much can. */
  async free(needed: number): Promise<number> {
    const idle = [...this.#open].filter(({ idle }) => idle)
    const most = machine.freeBytes() + idle.reduce((all, { bytes, kept }) => all + bytes + kept, 0)
    if (most >= needed) await this.#close(() => machine.freeBytes() >= needed)
    return most
  }

  async #close(enough: () => boolean): Promise<void> {
    for (const session of [...this.#open]) {
      if (enough()) return
      if (!session.idle) continue
      this.#open.delete(session)
      await session.release()
    }
  }

  used(session: Warm): void {
    this.#open.delete(session)
    this.#open.add(session)
  }

  closed(session: Warm): void {
    this.#open.delete(session)
  }
}

export const warmSessions = new WarmSessions()
/** Asked how much memory there is; tests put another in its place. */
export const machine = { freeBytes: () => freeBytes() }

/** Models stay open while their weights fit into so many bytes. */
export function limitMemory(bytes: number): void {
  warmSessions.limit = bytes
}
