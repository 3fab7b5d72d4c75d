import { hasEnded, type RunEvent, type RunStatus } from '@loom/protocol'
import type { EventLog } from '../store/event-log'

/** The event log and word of what is added to it, so that a reader gets a run from any number on until it ends. */
export class RunFeed {
  readonly #log: EventLog
  readonly #waiting = new Map<string, Set<() => void>>()

  constructor(log: EventLog) {
    this.#log = log
  }

  /** Something was added to the run. */
  wake(run: string): void {
    for (const resume of this.#waiting.get(run) ?? []) resume()
  }

  /** Whether there is anything to tell after event `after`, now or later. */
  hasMore(run: string, status: RunStatus, after: number): boolean {
    return !hasEnded(status) || after !== this.#log.last(run)
  }

  /** Every event after `after`, past and to come. A number that the run never reached asks for all of them. */
  async *events(run: string, after: number, signal: AbortSignal): AsyncGenerator<RunEvent, void> {
    let last = after
    while (!signal.aborted) {
      if (last > this.#log.last(run)) last = 0
      const events = this.#log.read(run, last)
      for (const event of events) {
        yield event
        if (signal.aborted || event.type === 'ended') return
        last = event.seq
      }
      if (events.length === 0) await this.#more(run, signal)
    }
  }

  #more(run: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(run) ?? new Set()
      const resume = () => {
        signal.removeEventListener('abort', resume)
        waiting.delete(resume)
        if (waiting.size === 0) this.#waiting.delete(run)
        resolve()
      }
      this.#waiting.set(run, waiting.add(resume))
      signal.addEventListener('abort', resume)
    })
  }
}
