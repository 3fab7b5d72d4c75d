import { join } from 'node:path'
import Database from 'libsql'
import { migrate } from './schema'

export type Connection = InstanceType<typeof Database>

/**
 * One SQLite file, two connections. `state` is on the disk when a call returns (synchronous FULL); `log` survives a killed
 * process, and a power cut up to the last write of `state` (NORMAL).
 */
export interface Databases {
  readonly state: Connection
  readonly log: Connection
  close(): void
}

function connect(file: string, synchronous: 'full' | 'normal'): Connection {
  const db = new Database(file)
  db.pragma('journal_mode = wal')
  db.pragma(`synchronous = ${synchronous}`)
  db.pragma('busy_timeout = 5000')
  db.pragma('foreign_keys = on')
  return db
}

export function openDatabases(folder: string): Databases {
  const file = join(folder, 'loom.db')
  const state = connect(file, 'full')
  migrate(state)
  const log = connect(file, 'normal')
  return {
    state,
    log,
    close() {
      log.close()
      state.close()
    },
  }
}

/** Does all of `work` or nothing of it. */
export function transaction<T>(db: Connection, work: () => T): T {
  db.exec('begin immediate')
  try {
    const result = work()
    db.exec('commit')
    return result
  } catch (error) {
    if (db.inTransaction) db.exec('rollback') // SQLite has already rolled back when the disk is full
    throw error
  }
}
