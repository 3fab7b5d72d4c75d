import type { ImageAsset, RunDetails, RunStatus, RunSummary, Workflow } from '@loom/protocol'
import type { Databases } from './database'

/** What a run is asked to do. */
export type RunJob = { id: string; workflow: Workflow; outputs: string[] | undefined; observe: boolean }
export type RunImages = Record<string, ImageAsset[]>
type Row = {
  id: string
  status: RunStatus
  name: string
  workflow: string
  outputs: string | null
  observe: number
  images: string
  created_at: number
  started_at: number | null
  ended_at: number | null
  error: string | null
}
/** A run as stored; its place in the queue is the queue's to say. */
export type StoredRun = Omit<RunSummary, 'position'>

const summaryColumns = 'id, status, name, images, created_at, started_at, ended_at, error'

const summary = (row: Row): StoredRun => ({
  id: row.id,
  status: row.status,
  name: row.name,
  createdAt: row.created_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  error: row.error,
  images: JSON.parse(row.images) as RunImages,
})

/** Runs and how they stand, on the disk when a call returns. */
export class RunStore {
  readonly #statements

  constructor({ state: db }: Databases) {
    this.#statements = {
      insert: db.prepare(
        'insert into runs (id, status, name, workflow, outputs, observe, created_at) values (?, ?, ?, ?, ?, ?, ?)',
      ),
      start: db.prepare("update runs set status = 'running', started_at = ? where id = ?"),
      end: db.prepare('update runs set status = ?, ended_at = ?, error = ?, images = ? where id = ?'),
      summary: db.prepare(`select ${summaryColumns} from runs where id = ?`),
      row: db.prepare('select * from runs where id = ?'),
      list: db.prepare(`select ${summaryColumns} from runs order by n desc limit ?`),
      withStatus: db.prepare('select id from runs where status = ? order by n'),
      old: db.prepare(
        `select id, images from (select * from runs where ended_at is not null order by n desc limit -1 offset ?)
         where images = '{}' or exists (select 1 from events where run = id and seq > 1) limit ?`,
      ),
      remove: db.prepare('delete from runs where id = ?'),
      removeEvents: db.prepare('delete from events where run = ?'),
    }
  }

  insert({ id, workflow, outputs, observe }: RunJob): void {
    const wanted = outputs ? JSON.stringify(outputs) : null
    const document = JSON.stringify(workflow)
    this.#statements.insert.run(id, 'queued', workflow.name, document, wanted, observe ? 1 : 0, Date.now())
  }

  start(id: string): void {
    this.#statements.start.run(Date.now(), id)
  }

  end(id: string, status: RunStatus, error: string | undefined, images: RunImages): void {
    this.#statements.end.run(status, Date.now(), error ?? null, JSON.stringify(images), id)
  }

  summary(id: string): StoredRun | undefined {
    const row = this.#statements.summary.get(id) as Row | undefined
    return row && summary(row)
  }

  details(id: string): Omit<RunDetails, 'position' | 'lastSeq'> | undefined {
    const row = this.#statements.row.get(id) as Row | undefined
    return row && { ...summary(row), workflow: JSON.parse(row.workflow) as Workflow }
  }

  job(id: string): RunJob | undefined {
    const row = this.#statements.row.get(id) as Row | undefined
    if (!row) return undefined
    const outputs = row.outputs ? (JSON.parse(row.outputs) as string[]) : undefined
    return { id, workflow: JSON.parse(row.workflow) as Workflow, outputs, observe: row.observe === 1 }
  }

  /** Newest first. */
  list(limit: number): StoredRun[] {
    return (this.#statements.list.all(limit) as Row[]).map(summary)
  }

  /** Ended runs before the newest `keep` of which there is something to let go, up to `limit`. */
  old(keep: number, limit: number): { id: string; hasImages: boolean }[] {
    const rows = this.#statements.old.all(keep, limit) as Pick<Row, 'id' | 'images'>[]
    return rows.map(({ id, images }) => ({ id, hasImages: images !== '{}' }))
  }

  /** The run and all that it told. */
  remove(id: string): void {
    this.#statements.removeEvents.run(id)
    this.#statements.remove.run(id)
  }

  /** Oldest first. */
  withStatus(status: RunStatus): string[] {
    return (this.#statements.withStatus.all(status) as { id: string }[]).map(({ id }) => id)
  }
}
