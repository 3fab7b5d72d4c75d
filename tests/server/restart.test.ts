import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript
import { ensureBuilt } from '../../tools/build.mjs'
import { loomServe, startLoom } from './support/command'
import { endless, picture, workflowOf } from './support/documents'
import { libraryFile } from './support/library-file'
import { temporaryFolder } from './support/server'
import { endOf, eventsOf, Watch } from './support/watch'

beforeAll(() => ensureBuilt()) // or `loom` says on stderr that it builds

const linux = process.platform === 'linux'
const childrenOf = (pid: number) =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
    .map(Number)

describe('a server that was killed', () => {
  it('has its runs, images and workflows when it is back; what was going is interrupted, what waited runs', async () => {
    const data = await temporaryFolder()
    const first = await loomServe(data)
    const finished = await first.client.runs.start({ workflow: picture(1) })
    await endOf(first.client, finished.id)
    const saved = await first.client.workflows.create(workflowOf({ a: { type: 'Words' } }, 'kept'))
    const going = await first.client.runs.start({ workflow: endless() })
    const waiting = await first.client.runs.start({ workflow: picture(2) })
    const watch = new Watch(first.client)
    watch.connection.follow(going.id)
    const { seq } = await watch.event(going.id, 'progress')
    await first.stop('SIGKILL')

    const { client } = await loomServe(data)
    expect(await eventsOf(client, going.id, seq)).toMatchObject([
      { type: 'ended', status: 'interrupted', seq: seq + 1, error: 'the server stopped while this run was going' },
    ])
    expect((await endOf(client, waiting.id)).status).toBe('done')
    const { images, status } = await client.runs.get(finished.id)
    expect(status).toBe('done')
    expect((await client.assets.read(images.show![0]!.id)).length).toBeGreaterThan(50)
    expect((await client.workflows.get(saved.id)).workflow.name).toBe('kept')
  })

  it.runIf(linux)('leaves no engine behind', async () => {
    const server = await loomServe(await temporaryFolder())
    await endOf(server.client, (await server.client.runs.start({ workflow: picture(1) })).id)
    const [engine] = childrenOf(server.pid)
    expect(engine).toBeGreaterThan(0)
    await server.stop('SIGKILL')
    while (existsSync(`/proc/${engine}/exe`) && readFileSync(`/proc/${engine}/stat`, 'utf8').split(' ')[2] !== 'Z')
      await new Promise((resolve) => setImmediate(resolve))
  })
})

describe('a server that is told to stop', () => {
  it('interrupts what is going, keeps what waits, and ends well within seconds', async () => {
    const data = await temporaryFolder()
    const first = await loomServe(data)
    const watch = new Watch(first.client)
    const going = await first.client.runs.start({ workflow: endless() })
    const waiting = await first.client.runs.start({ workflow: picture(2) })
    watch.connection.follow(going.id)
    await watch.event(going.id, 'progress')
    expect(await first.stop('SIGTERM')).toMatchObject({ code: 0, stderr: '' })
    expect(watch.events.at(-1)).toMatchObject({ status: 'interrupted', error: 'the server was stopped' })

    const second = await loomServe(data)
    expect((await endOf(second.client, waiting.id)).status).toBe('done')
    expect((await second.client.runs.get(going.id)).status).toBe('interrupted')
  })
})

describe('a data folder', () => {
  it('takes one server: a second one says who has it', async () => {
    const data = await temporaryFolder()
    const first = await loomServe(data)
    const second = await startLoom(['serve', '--port', '0', '--data', data]).finished
    expect(second.code).toBe(1)
    expect(second.stderr).toBe(`loom: another Latent Loom server (pid ${first.pid}) works in ${data}\n`)
    await first.stop('SIGKILL')
    await expect(loomServe(data)).resolves.toBeDefined()
  })
})

describe('the server process', () => {
  it.runIf(linux)('never loads onnxruntime', async () => {
    const server = await loomServe(await temporaryFolder())
    await server.client.nodes()
    await endOf(server.client, (await server.client.runs.start({ workflow: picture(1) })).id)
    expect(readFileSync(`/proc/${server.pid}/maps`, 'utf8')).not.toMatch('onnxruntime')
    expect(await libraryFile()).toBeTruthy()
  })

  it.runIf(linux)('does not load it for the real nodes either', async () => {
    const { child, finished } = startLoom(['serve', '--port', '0', '--data', await temporaryFolder()])
    await new Promise((resolve) => child.stdout!.once('data', resolve))
    expect(readFileSync(`/proc/${child.pid}/maps`, 'utf8')).not.toMatch('onnxruntime')
    child.kill('SIGTERM')
    expect((await finished).code).toBe(0)
  })
})
