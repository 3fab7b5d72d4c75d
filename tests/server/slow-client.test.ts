import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { workflowOf } from './support/documents'
import { serve } from './support/server'
import { endOf, Watch } from './support/watch'

describe('a client that does not read', () => {
  it('is let go, and has every event when it comes back', async () => {
    const { client, url } = await serve({ socket: { limits: { calm: 1_000, most: 100_000, patienceMs: 1 } } })
    const ids = Array.from({ length: 70 }, (_, index) => `n${index}`)
    const wordy = (id: string) => [id, { type: 'Words', inputs: { text: `${id} ${'x'.repeat(90_000)}` } }]
    const workflow = workflowOf(Object.fromEntries(ids.map(wordy)))
    const run = await client.runs.start({ workflow, outputs: ids })
    await endOf(client, run.id)

    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/ws`, ['loom'])
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ type: 'follow', run: run.id }))
    socket.pause()
    const others = new Watch(client)
    others.connection.follow(run.id)
    await others.event(run.id, 'ended') // which a slow neighbour does not keep from reading
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.resume()
    await closed
    expect(others.events.map(({ seq }) => seq)).toEqual(others.events.map((_, index) => index + 1))
    expect(others.events.filter(({ type }) => type === 'node-done')).toHaveLength(70)
  })
})
