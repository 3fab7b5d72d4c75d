/** A session that can be closed and opens again when it is next run. */
export interface Warm {
  /** What its weights take while it is open. */
  readonly bytes: number
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
    for (const session of [...this.#open]) {
      if (this.bytes + bytes <= this.limit) return
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

/** Models stay open while their weights fit into so many bytes. */
export function limitMemory(bytes: number): void {
  warmSessions.limit = bytes
}
