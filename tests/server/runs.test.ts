import { unpackPreview } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { chain, endless, picture, single } from './support/documents'
import { serve } from './support/server'
import { endOf, eventsOf, Watch } from './support/watch'

describe('a run', () => {
  it('tells what happens in order and ends with its image', async () => {
    const { client } = await serve()
    const watch = new Watch(client)
    const run = await client.runs.start({ workflow: picture(7), set: { 'steps.steps': 3 } })
    expect(run).toMatchObject({ status: 'queued', name: 'test', images: {} })
    const end = await watch.ended(run.id)

    expect(end.status).toBe('done')
    expect(watch.events.map(({ seq }) => seq)).toEqual(watch.events.map((_, index) => index + 1))
    const told = watch.events.map((event) => ('node' in event ? `${event.type} ${event.node}` : event.type))
    expect(told).toEqual([
      ...['queued', 'started', 'node-started steps'],
      ...['progress steps', 'progress steps', 'progress steps'],
      ...['node-done steps', 'node-started show', 'node-done show', 'ended'],
    ])
    const details = await client.runs.get(run.id)
    const [image] = details.images.show!
    expect(details).toMatchObject({ status: 'done', error: null, position: 0, lastSeq: 10 })
    expect(details.workflow.nodes.steps!.inputs.steps).toBe(3)
    expect([...(await client.assets.read(image!.id)).subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
  })

  it('takes unchanged nodes from the cache', async () => {
    const { client } = await serve()
    await endOf(client, (await client.runs.start({ workflow: picture(7) })).id)
    const events = await eventsOf(client, (await client.runs.start({ workflow: picture(7) })).id)
    expect(events.filter((event) => event.type === 'node-done').map(({ cached }) => cached)).toEqual([true, true])
    expect((await client.runs.list())[0]!.images.show).toHaveLength(1)
  })

  it('says which node and input failed', async () => {
    const { client } = await serve()
    const events = await eventsOf(client, (await client.runs.start({ workflow: single('Fail', { name: 'x' }) })).id)
    expect(events.find(({ type }) => type === 'node-failed')).toMatchObject({
      node: 'node',
      error: { message: 'cannot use "x"', input: 'name' },
    })
    expect(events.at(-1)).toMatchObject({ status: 'failed', error: 'node: cannot use "x"' })
  })

  it('sends under a megabyte for a thousand nodes', async () => {
    const { client } = await serve()
    const events = await eventsOf(client, (await client.runs.start({ workflow: chain(1_000) })).id)
    expect(events.filter(({ type }) => type === 'node-done')).toHaveLength(1_001)
    expect(JSON.stringify(events).length).toBeLessThan(1e6)
  })
})

describe('a run that is followed', () => {
  it('is told from the number a client asks for, on the socket as over plain HTTP', async () => {
    const { client, url } = await serve()
    const { id } = await client.runs.start({ workflow: picture(1, 20) })
    const all = await eventsOf(client, id)
    expect(await eventsOf(client, id, 9)).toEqual(all.slice(9))
    expect(await eventsOf(client, id, all.length)).toEqual([])

    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/ws`, ['loom'])
    const told: unknown[] = []
    await new Promise<void>((resolve) => {
      socket.on('open', () => socket.send(JSON.stringify({ type: 'follow', run: id, after: 9 })))
      socket.on('message', (data) => {
        const message = JSON.parse(String(data))
        if (message.type !== 'run') return
        told.push(message.event)
        if (message.event.type === 'ended') resolve()
      })
    })
    socket.terminate()
    expect(told).toEqual(all.slice(9))
  })

  it('is told whole through twenty cuts', async () => {
    const { client } = await serve()
    const { id } = await client.runs.start({ workflow: picture(2, 500) })
    let last = 0
    const seen: number[] = []
    for (let cut = 0; cut < 20; cut++) {
      const few = Math.floor(5 + cut * 1.3)
      for await (const { seq } of client.runs.events(id, { after: last })) {
        seen.push((last = seq))
        if (seen.length % few === 0) break
      }
    }
    for (const { seq } of await eventsOf(client, id, last)) seen.push(seq)
    expect(seen).toEqual(seen.map((_, index) => index + 1))
    expect(seen.length).toBe((await client.runs.get(id)).lastSeq)
  })

  it('shows the newest preview to somebody who comes late', async () => {
    const { client } = await serve()
    const early = new Watch(client)
    const { id } = await client.runs.start({ workflow: endless() })
    early.connection.follow(id)
    await early.event(id, 'progress')
    await early.until(() => early.previews[0])
    const late = new Watch(client)
    late.connection.follow(id)
    const { header, picture } = await late.until(() => late.previews[0])
    expect(header).toEqual({ run: id, node: 'wait', done: 1, total: 2, mime: 'image/png', width: 8, height: 8 })
    expect(Buffer.from(picture).subarray(1, 4).toString()).toBe('PNG')
  })

  it('says so when there is no such run', async () => {
    const { client } = await serve()
    const watch = new Watch(client)
    watch.connection.follow('3d594650-3436-4c6d-9d28-4a4f0b1ad4a9')
    expect(await watch.until(() => watch.errors[0])).toBe('There is no run with this id')
  })

  it('keeps its frames readable for a client that is not ours', () => {
    const frame = new Uint8Array([3, 0, 0, 0])
    expect(() => unpackPreview(frame)).toThrow('do not hold its header')
  })
})

describe('the queue', () => {
  it('runs one after the other and says how many are before', async () => {
    const { client } = await serve()
    const watch = new Watch(client)
    await watch.until(() => watch.engine.includes('ready'))
    const first = await client.runs.start({ workflow: endless() })
    await watch.until(() => watch.runs.find(({ id, status }) => id === first.id && status === 'running'))
    const second = await client.runs.start({ workflow: picture(1) })
    const third = await client.runs.start({ workflow: picture(2) })
    expect([second.position, third.position]).toEqual([1, 2])
    expect(await client.health()).toMatchObject({ queued: 2, running: 1, engine: 'ready', status: 'ok' })
    await client.runs.cancel(first.id)
    await endOf(client, third.id)
    expect((await client.runs.list()).map(({ id, status }) => [id, status])).toEqual([
      [third.id, 'done'],
      [second.id, 'done'],
      [first.id, 'cancelled'],
    ])
  })

  it('cancels what waits, what goes, and nothing twice', async () => {
    const { client } = await serve()
    const going = await client.runs.start({ workflow: endless() })
    const waiting = await client.runs.start({ workflow: endless() })
    await client.runs.cancel(waiting.id)
    expect((await eventsOf(client, waiting.id)).map(({ type }) => type)).toEqual(['queued', 'ended'])
    const watch = new Watch(client)
    watch.connection.follow(going.id)
    await watch.event(going.id, 'progress')
    await client.runs.cancel(going.id)
    expect((await watch.event(going.id, 'ended')).status).toBe('cancelled')
    await client.runs.cancel(going.id)
    expect((await eventsOf(client, going.id)).filter(({ type }) => type === 'ended')).toHaveLength(1)
    await expect(client.runs.cancel('3d594650-3436-4c6d-9d28-4a4f0b1ad4a9')).rejects.toMatchObject({ status: 404 })
  })

  it('takes no more than its limit and says when to come again', async () => {
    const { client, url } = await serve({ queue: { limit: 2 } })
    const watch = new Watch(client)
    const first = await client.runs.start({ workflow: endless() })
    watch.connection.follow(first.id)
    await watch.event(first.id, 'progress')
    for (let i = 0; i < 2; i++) await client.runs.start({ workflow: endless() })
    const body = JSON.stringify({ workflow: endless() })
    const headers = { 'content-type': 'application/json' }
    const refused = await fetch(`${url}/api/v1/runs`, { method: 'POST', body, headers })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
  })
})
