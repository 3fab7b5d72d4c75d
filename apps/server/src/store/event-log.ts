import type { RunChange, RunEvent } from '@loom/protocol'
import type { Connection } from './connection'
import type { Databases } from './database'

const sql = {
  insert: 'insert into events (run, seq, body) values (?, ?, ?)',
  read: 'select body from events where run = ? and seq > ? order by seq limit ?',
  last: 'select max(seq) as last from events where run = ?',
}
const trim = {
  drop: 'delete from events where run = ?1 and seq < (select max(seq) from events where run = ?1)',
  renumber: "update events set seq = 1, body = json_set(body, '$.seq', 1) where run = ?",
}

/** What runs told, numbered from 1 without gaps. Written before it is told to anybody. */
export class EventLog {
  readonly #last = new Map<string, number>() // of runs that still tell
  readonly #statements
  readonly #durable
  readonly #trim

  constructor({ log, state }: Databases) {
    const prepare = (db: Connection) => ({
      insert: db.prepare(sql.insert),
      read: db.prepare(sql.read),
      last: db.prepare(sql.last),
    })
    this.#statements = prepare(log)
    this.#durable = prepare(state)
    this.#trim = { drop: state.prepare(trim.drop), renumber: state.prepare(trim.renumber) }
  }

  /** `durable` when it is part of a transaction on `state`. */
  append(run: string, change: RunChange, { durable = false } = {}): RunEvent {
    const event = { ...change, run, seq: this.last(run) + 1, at: Date.now() } as RunEvent
    ;(durable ? this.#durable : this.#statements).insert.run(run, event.seq, JSON.stringify(event))
    this.#last.set(run, event.seq)
    return event
  }

  read(run: string, after: number, limit = 500): RunEvent[] {
    const rows = this.#statements.read.all(run, after, limit) as { body: string }[]
    return rows.map(({ body }) => JSON.parse(body) as RunEvent)
  }

  last(run: string): number {
    const known = this.#last.get(run)
    if (known !== undefined) return known
    return (this.#statements.last.get(run) as { last: number | null }).last ?? 0
  }

  /** Leaves of a run that has ended only its last event, how it ended, as number 1. */
  trim(run: string): void {
    this.#trim.drop.run(run)
    this.#trim.renumber.run(run)
  }

  /** The run tells no more, or what was just appended has been rolled back: its number is read from the file again. */
  forget(run: string): void {
    this.#last.delete(run)
  }
}
