import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'

/** Somebody else works in the folder. */
export class FolderInUse extends Error {
  override name = 'FolderInUse'
}

/**
 * Keeps a second server out of a data folder. The lock is one that the operating system holds for a SQLite file: it is
 * gone with its process, however that ended, so none is ever left behind. The pid is only there to be told.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pidFile = join(folder, 'server.pid')
  const db = new Database(join(folder, 'lock.db'))
  try {
    db.pragma('busy_timeout = 0')
    db.exec('begin exclusive')
  } catch (error) {
    db.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new FolderInUse(`another Latent Loom server (pid ${readPid(pidFile)}) works in ${folder}`)
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  return {
    release() {
      rmSync(pidFile, { force: true })
      db.close()
    },
  }
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim() || 'unknown'
  } catch {
    return 'unknown'
  }
}
