import { describe, expect, it } from 'vitest'
import { endless, picture, single } from './support/documents'
import { serve } from './support/server'
import { endOf, Watch } from './support/watch'

describe('the engine', () => {
  it('is started again when it is killed in mid-run: the run fails with the reason, the next one works', async () => {
    const { client, server } = await serve()
    const watch = new Watch(client)
    const run = await client.runs.start({ workflow: endless() })
    watch.connection.follow(run.id)
    await watch.event(run.id, 'progress')
    process.kill(server.engine.pid!, 'SIGKILL')
    expect(await watch.event(run.id, 'ended')).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^the engine stopped unexpectedly \(SIGKILL.*it was started again$/),
    })
    const next = await client.runs.start({ workflow: picture(1) })
    expect(await endOf(client, next.id)).toMatchObject({ status: 'done' })
    expect(watch.engine.slice(-2)).toEqual(['restarting', 'ready'])
    expect((await client.runs.get(run.id)).error).toMatch('SIGKILL')
  })

  it('goes on after a run that kills it each time', async () => {
    const { client } = await serve()
    for (let i = 0; i < 3; i++) {
      const { id } = await client.runs.start({ workflow: single('Crash') })
      expect((await endOf(client, id)).status).toBe('failed')
    }
    const { id } = await client.runs.start({ workflow: picture(1) })
    expect((await endOf(client, id)).status).toBe('done')
  })

  it('is killed when it does not obey a cancel', async () => {
    const { client, server } = await serve({ engine: { file: '', graceMs: 50 } })
    const watch = new Watch(client)
    const run = await client.runs.start({ workflow: single('Stubborn') })
    watch.connection.follow(run.id)
    await watch.event(run.id, 'node-started')
    const { pid } = server.engine
    await client.runs.cancel(run.id)
    expect((await watch.event(run.id, 'ended')).status).toBe('cancelled')
    await watch.until(() => watch.engine.at(-1) === 'ready')
    expect(server.engine.pid).not.toBe(pid)
  })

  it('holds its own thread, not that of the server', async () => {
    const { client } = await serve()
    const watch = new Watch(client)
    const run = await client.runs.start({ workflow: single('Busy', { ms: 1_000 }) })
    watch.connection.follow(run.id)
    await watch.event(run.id, 'node-started')
    for (let i = 0; i < 20; i++) await client.health()
    expect((await client.runs.get(run.id)).status).toBe('running')
    await watch.event(run.id, 'ended')
  })

  it('that does not start fails the run with a sentence, and the server lives', async () => {
    const { client } = await serve({ engine: { file: '/nowhere/engine.mjs' } })
    const { id } = await client.runs.start({ workflow: picture(1) })
    expect((await endOf(client, id)).error).toBe("the engine does not start (exit code 1); the server's log says more")
    expect(await client.health()).toMatchObject({ status: 'degraded' })
  })
})
