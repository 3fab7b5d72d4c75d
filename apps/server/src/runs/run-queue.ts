import type { PreviewHeader, RunChange, RunDetails, RunEvent, RunSummary } from '@loom/protocol'
import type { NodeLibrary } from '@loom/runtime'
import type { Logger } from 'pino'
import type { EngineProcess } from '../engine/engine-process'
import { RequestError } from '../errors'
import type { Shelf } from '../model-shelf'
import type { StoredRun } from '../store/run-store'
import { planRequest } from './plan-request'
import { PreviewHub } from './preview-hub'
import type { Ending, RunRecords } from './run-records'

export type QueueParts = {
  records: RunRecords
  engine: Pick<EngineProcess, 'run' | 'wantPreviews'>
  library: NodeLibrary
  models: Shelf
  log: Logger
  /** Runs at one time, and how many may wait. */
  concurrency?: number
  limit?: number
  /** Ended runs of which everything is kept. */
  keepRuns?: number
}
type Going = { readonly abort: AbortController; readonly began: number; fault?: string }

const RETRY_MS = 2_000

/** Runs in the order they came, one at a time. All that is told of a run is on the disk before it is told. */
export class RunQueue {
  readonly previews = new PreviewHub((run, wanted) => this.#parts.engine.wantPreviews(run, wanted))
  readonly #parts: QueueParts
  readonly #waiting: string[] = []
  readonly #going = new Map<string, Going>()
  readonly #listeners = new Set<(run: RunSummary) => void>()
  #closed = false

  constructor(parts: QueueParts) {
    this.#parts = parts
  }

  /** After a start: what was going when the last server stopped is interrupted, what waited goes on waiting. */
  recover(): void {
    const { records } = this.#parts
    for (const id of records.store.withStatus('running')) {
      const error = 'the server stopped while this run was going'
      records.end(id, { status: 'interrupted', error }, Date.now() - (records.summary(id).startedAt ?? Date.now()))
    }
    this.#waiting.push(...records.store.withStatus('queued'))
    this.#prune()
    this.#next()
  }

  async start(request: unknown): Promise<RunSummary> {
    const { records, library, models, limit = 1_000 } = this.#parts
    await models.refresh()
    const planned = planRequest(request, library, models.listed())
    if (this.#waiting.length >= limit)
      throw new RequestError(429, 'queue-full', `${limit} runs are waiting already`, {
        headers: { 'retry-after': '10' },
      })
    const id = records.create(planned)
    this.#waiting.push(id)
    this.#announce(id)
    setImmediate(() => this.#next())
    return this.summary(id)
  }

  /** Nothing happens to a run that has ended. */
  cancel(id: string): void {
    const place = this.#waiting.indexOf(id)
    if (place >= 0) {
      this.#parts.records.end(id, { status: 'cancelled' }, 0)
      this.#waiting.splice(place, 1)
      this.#announce(id)
    } else {
      this.#parts.records.summary(id)
      this.#going.get(id)?.abort.abort()
    }
  }

  summary(id: string): RunSummary {
    return this.#placed(this.#parts.records.summary(id))
  }

  details(id: string): RunDetails {
    return this.#placed(this.#parts.records.details(id))
  }

  list(limit: number): RunSummary[] {
    return this.#parts.records.store.list(limit).map((run) => this.#placed(run))
  }

  hasMore(id: string, after: number): boolean {
    return this.#parts.records.feed.hasMore(id, this.summary(id).status, after)
  }

  /** Every event after `after` until the run has ended. */
  async *events(id: string, after: number, signal: AbortSignal): AsyncGenerator<RunEvent, void> {
    if (this.hasMore(id, after)) yield* this.#parts.records.feed.events(id, after, signal)
  }

  /** Hears of runs that were added, started or ended; what it returns ends that. */
  onChanged(listener: (run: RunSummary) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  get counts(): { queued: number; running: number } {
    return { queued: this.#waiting.length, running: this.#going.size }
  }

  /** Starts nothing more. What is going is interrupted; what waits is there for the next server. */
  close(): void {
    this.#closed = true
    for (const [id, { began }] of this.#going) {
      this.#parts.records.end(id, { status: 'interrupted', error: 'the server was stopped' }, performance.now() - began)
      this.#going.delete(id)
      this.#announce(id)
    }
  }

  #next(): void {
    while (!this.#closed && this.#waiting.length > 0 && this.#going.size < (this.#parts.concurrency ?? 1))
      void this.#run(this.#waiting.shift()!)
  }

  async #run(id: string): Promise<void> {
    const { engine, records } = this.#parts
    const going: Going = { abort: new AbortController(), began: performance.now() }
    this.#going.set(id, going)
    await this.#persist(() => records.store.start(id))
    this.#announce(id)
    const listener = {
      wantsPreviews: () => this.previews.isWanted(id),
      onChange: (change: RunChange) => this.#tell(id, going, change),
      onPreview: (header: PreviewHeader, picture: Uint8Array) => this.previews.publish(header, picture),
    }
    const end = await engine.run(records.job(id), listener, going.abort.signal)
    this.previews.forget(id)
    if (this.#closed) return
    const ending: Ending = going.fault === undefined ? end : { status: 'failed', error: going.fault }
    await this.#persist(() => records.end(id, ending, performance.now() - going.began))
    this.#going.delete(id)
    this.#announce(id)
    this.#prune()
    this.#next()
  }

  #prune(): void {
    try {
      this.#parts.records.prune(this.#parts.keepRuns ?? 1_000)
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'old runs cannot be pruned')
    }
  }

  #tell(id: string, going: Going, change: RunChange): void {
    if (this.#closed || going.fault !== undefined) return
    try {
      this.#parts.records.tell(id, change)
    } catch (error) {
      this.#parts.log.error({ err: error, run: id }, 'an event cannot be stored')
      going.fault = `what the run told cannot be stored: ${(error as Error).message}`
      going.abort.abort()
    }
  }

  /** Tries until the disk takes it. */
  async #persist(work: () => void): Promise<void> {
    while (!this.#closed) {
      try {
        return work()
      } catch (error) {
        this.#parts.log.error({ err: error }, 'the state of a run cannot be stored; trying again')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  #placed<T extends StoredRun>(run: T): T & { position: number } {
    const place = run.status === 'queued' ? this.#waiting.indexOf(run.id) : -1
    return { ...run, position: place < 0 ? 0 : place + this.#going.size }
  }

  #announce(id: string): void {
    const run = this.summary(id)
    for (const listener of this.#listeners) listener(run)
  }
}
