import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from './connection'
import { type Databases, openDatabases } from './database'
import { EventLog } from './event-log'

let folder: string
let databases: Databases
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-store-'))
  databases = openDatabases(folder)
})
afterEach(() => {
  databases.close()
  rmSync(folder, { recursive: true })
})

describe('the event log', () => {
  it('numbers each run from 1 and gives what comes after a number', () => {
    const log = new EventLog(databases)
    for (const run of ['a', 'b', 'a', 'a']) log.append(run, { type: 'queued' })
    expect(log.read('a', 1).map(({ seq }) => seq)).toEqual([2, 3])
    expect([log.last('a'), log.last('b'), log.last('c')]).toEqual([3, 1, 0])
  })

  it('counts on in another process of the server', () => {
    new EventLog(databases).append('a', { type: 'queued' })
    expect(new EventLog(databases).append('a', { type: 'queued' }).seq).toBe(2)
  })

  it('uses a number again whose event was rolled back', () => {
    const log = new EventLog(databases)
    log.append('a', { type: 'queued' })
    const failing = () => {
      log.append('a', { type: 'queued' }, { durable: true })
      throw new Error('disk')
    }
    expect(() => transaction(databases.state, failing)).toThrow('disk')
    log.forget('a')
    expect(log.append('a', { type: 'queued' }).seq).toBe(2)
  })
})

describe('a data folder', () => {
  it('of a newer program is refused', () => {
    databases.state.exec('pragma user_version = 999')
    expect(() => openDatabases(folder)).toThrow('written by a newer Latent Loom (schema 999)')
  })

  it('is opened again as it was', () => {
    new EventLog(databases).append('a', { type: 'queued' })
    databases.close()
    databases = openDatabases(folder)
    expect(new EventLog(databases).read('a', 0)).toHaveLength(1)
  })
})
