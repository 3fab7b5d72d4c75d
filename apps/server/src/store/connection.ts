import Database from 'libsql'

export type Connection = InstanceType<typeof Database>

export function connect(file: string, synchronous: 'full' | 'normal'): Connection {
  const db = new Database(file)
  db.pragma('journal_mode = wal')
  db.pragma(`synchronous = ${synchronous}`)
  db.pragma('busy_timeout = 5000')
  db.pragma('foreign_keys = on')
  return db
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
