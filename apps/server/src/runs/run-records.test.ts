import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { library } from '@loom/nodes'
import type { RunEvent, Workflow } from '@loom/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Databases, openDatabases } from '../store/database'
import { RunRecords } from './run-records'

let folder: string
let databases: Databases
let records: RunRecords
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-records-'))
  databases = openDatabases(folder)
  records = new RunRecords(databases, library)
})
afterEach(() => {
  databases.close()
  rmSync(folder, { recursive: true })
})

const picture = { id: `${'a'.repeat(64)}.png`, width: 8, height: 8 }
const workflow: Workflow = {
  ...{ format: 'latent-loom/workflow', version: 1, name: 'kept' },
  nodes: { save: { type: 'SaveImage', at: [0, 0], inputs: {} } },
}

/** A run that has started, and told of a picture where it made one. */
function begun(makesPicture: boolean): string {
  const id = records.create({ workflow, outputs: undefined, observe: false })
  records.store.start(id)
  const told = { cached: false, durationMs: 1, ...(makesPicture && { result: { images: [picture] } }) }
  records.tell(id, { type: 'node-done', node: 'save', ...told })
  return id
}
function ended(makesPicture: boolean): string {
  const id = begun(makesPicture)
  records.end(id, { status: 'done' }, 1)
  return id
}
async function told(id: string, after = 0): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of records.feed.events(id, after, new AbortController().signal)) events.push(event)
  return events
}

describe('runs before the newest ones', () => {
  it('keep their pictures, their workflow and how they ended, numbered without a gap', async () => {
    const old = ended(true)
    const newer = ended(true)
    records.prune(1)
    expect(records.details(old)).toMatchObject({ status: 'done', workflow, images: { save: [picture] }, lastSeq: 1 })
    for (const after of [0, 3, 99]) expect(await told(old, after)).toMatchObject([{ type: 'ended', seq: 1 }])
    expect((await told(newer)).map(({ type }) => type)).toEqual(['queued', 'node-done', 'ended'])
  })

  it('go when they made no picture', () => {
    const old = ended(false)
    ended(true)
    records.prune(1)
    expect(() => records.summary(old)).toThrow('There is no run with this id')
  })

  it('stay whole while they wait or go, however many are newer', async () => {
    const going = begun(false)
    const waiting = records.create({ workflow, outputs: undefined, observe: false })
    for (let i = 0; i < 3; i++) ended(true)
    records.prune(0)
    expect(records.summary(waiting).status).toBe('queued')
    records.end(going, { status: 'done' }, 1)
    expect((await told(going)).map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('are told to the end to who was reading when they were pruned', async () => {
    const old = ended(true)
    const reader = records.feed.events(old, 0, new AbortController().signal)
    await reader.next()
    records.prune(0)
    const rest: RunEvent[] = []
    for await (const event of reader) rest.push(event)
    expect(rest.at(-1)!.type).toBe('ended')
  })

  it('cost nothing more once they are pruned', () => {
    ended(true)
    records.prune(0)
    expect(records.store.old(0, 10)).toEqual([])
  })
})
