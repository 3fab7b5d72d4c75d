const TRIES = 3
const LONG_LIVED_MS = 10_000

/** Whether a process that is started again and again is ready, and how long to wait before the next start. */
export class Readiness {
  #isReady = false
  #readyAt = 0
  #failures = 0 // starts in a row that came to nothing
  #fault: string | undefined
  #waiting = new Set<() => void>()

  ready(): void {
    this.#isReady = true
    this.#readyAt = performance.now()
    this.#fault = undefined
    this.#wake()
  }

  /** It did what it is there for. */
  proved(): void {
    this.#failures = 0
  }

  /** Gives the ms to wait before the next start. */
  died(how: string): number {
    if (this.#isReady && performance.now() - this.#readyAt > LONG_LIVED_MS) this.#failures = 0
    if (!this.#isReady && this.#failures + 1 >= TRIES) {
      this.#fault = `the engine does not start (${how}); the server's log says more`
      this.#wake()
    }
    this.#isReady = false
    const failures = this.#failures++
    return failures === 0 ? 0 : Math.min(10_000, 125 * 2 ** failures)
  }

  close(): void {
    this.#fault = 'the engine was closed'
    this.#wake()
  }

  /** Nothing once it is ready or `signal` is aborted; a sentence when it does not get there. */
  async wait(signal: AbortSignal): Promise<string | undefined> {
    while (!this.#isReady && !this.#fault && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = () => {
          this.#waiting.delete(done)
          signal.removeEventListener('abort', done)
          resolve()
        }
        this.#waiting.add(done)
        signal.addEventListener('abort', done)
      })
    }
    return this.#isReady ? undefined : this.#fault
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done()
  }
}
