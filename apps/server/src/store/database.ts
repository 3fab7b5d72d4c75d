import { join } from 'node:path'
import { type Connection, connect } from './connection'
import { migrate } from './schema'

/**
 * One SQLite file, two connections. `state` is on the disk when a call returns (synchronous FULL); `log` survives a killed
 * process, and a power cut up to the last write of `state` (NORMAL).
 */
export interface Databases {
  readonly state: Connection
  readonly log: Connection
  close(): void
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
