import { randomUUID } from 'node:crypto'
import type { RunChange, Workflow } from '@loom/protocol'
import type { NodeLibrary } from '@loom/runtime'
import { RequestError } from '../errors'
import { transaction } from '../store/connection'
import type { Databases } from '../store/database'
import { EventLog } from '../store/event-log'
import { type RunJob, RunStore, type StoredRun } from '../store/run-store'
import { RunFeed } from './run-feed'
import { imagesOf } from './run-images'

/** Runs pruned at one time, so that a long history does not hold up the server. */
const atOnce = 100

export type Ending = { status: 'done' | 'failed' | 'cancelled' | 'interrupted'; error?: string | undefined }

/** How runs stand and what they told, kept in step: a change of state and its event are stored both or not at all. */
export class RunRecords {
  readonly #databases: Databases
  readonly #library: NodeLibrary
  readonly #log: EventLog
  readonly store: RunStore
  readonly feed: RunFeed

  constructor(databases: Databases, library: NodeLibrary) {
    this.#databases = databases
    this.#library = library
    this.#log = new EventLog(databases)
    this.store = new RunStore(databases)
    this.feed = new RunFeed(this.#log)
  }

  /** Gives the new run's id. */
  create(planned: Omit<RunJob, 'id'>): string {
    const id = randomUUID()
    transaction(this.#databases.state, () => {
      this.store.insert({ id, ...planned })
      this.#log.append(id, { type: 'queued' }, { durable: true })
    })
    return id
  }

  /** Throws when the disk does not take it. */
  tell(id: string, change: RunChange): void {
    try {
      this.#log.append(id, change)
    } catch (error) {
      this.#log.forget(id)
      throw error
    }
    this.feed.wake(id)
  }

  end(id: string, { status, error }: Ending, durationMs: number): void {
    const { workflow } = this.job(id)
    const images = imagesOf(this.#log.read(id, 0, 1e9), workflow, this.#library)
    try {
      transaction(this.#databases.state, () => {
        const words = { status, durationMs: Math.round(durationMs), ...(error !== undefined && { error }) }
        this.#log.append(id, { type: 'ended', ...words }, { durable: true })
        this.store.end(id, status, error, images)
      })
    } finally {
      this.#log.forget(id)
    }
    this.feed.wake(id)
  }

  /**
   * Keeps the newest `keep` of the runs that have ended as they are. Of older ones with pictures it keeps how they ended, their
   * workflow and their pictures, and lets go of what else they told; of those without pictures, everything.
   */
  prune(keep: number): void {
    const old = this.store.old(keep, atOnce)
    if (old.length === 0) return
    transaction(this.#databases.state, () => {
      for (const { id, hasImages } of old) {
        if (hasImages) this.#log.trim(id)
        else this.store.remove(id)
      }
    })
    for (const { id } of old) this.feed.wake(id)
  }

  job(id: string): RunJob {
    return known(this.store.job(id))
  }

  summary(id: string): StoredRun {
    return known(this.store.summary(id))
  }

  details(id: string): StoredRun & { workflow: Workflow; lastSeq: number } {
    return { ...known(this.store.details(id)), lastSeq: this.#log.last(id) }
  }
}

function known<T>(run: T | undefined): T {
  if (!run) throw new RequestError(404, 'unknown-run', 'There is no run with this id')
  return run
}
