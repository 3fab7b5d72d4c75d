import { describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { Outbox } from './outbox'

/** A socket whose other end reads when told to. */
class FakeSocket {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  closed: number | undefined
  terminated = false
  readonly sent: (string | Uint8Array)[] = []
  readonly #callbacks: (() => void)[] = []
  send(data: string | Uint8Array, ...rest: unknown[]) {
    this.sent.push(data)
    this.bufferedAmount += data.length
    this.#callbacks.push(rest.at(-1) as () => void)
  }
  read() {
    this.bufferedAmount = 0
    for (const callback of this.#callbacks.splice(0)) callback()
  }
  close(code: number) {
    this.closed = code
  }
  terminate() {
    this.terminated = true
    this.read()
  }
}

function outboxTo(socket: FakeSocket, patienceMs = 10_000): Outbox {
  return new Outbox(socket as unknown as WebSocket, { calm: 100, most: 400, patienceMs })
}
const frame = (value: number) => new Uint8Array(10).fill(value)
const long = { type: 'error', message: 'x'.repeat(150) } as const

describe('what goes to a client', () => {
  it('has one preview on its way, and of those that wait only the newest', () => {
    const socket = new FakeSocket()
    const outbox = outboxTo(socket)
    for (const value of [1, 2, 3, 4]) outbox.showPreview(frame(value))
    socket.read()
    socket.read()
    expect(socket.sent).toEqual([frame(1), frame(4)])
  })

  it('leaves previews out while much waits, and shows the newest after', () => {
    const socket = new FakeSocket()
    const outbox = outboxTo(socket)
    outbox.showPreview(frame(1))
    socket.bufferedAmount = 300
    outbox.showPreview(frame(2))
    expect(socket.sent).toHaveLength(1)
    socket.read()
    expect(socket.sent.at(-1)).toEqual(frame(2))
  })

  it('waits with events of the log until the client has read', async () => {
    const socket = new FakeSocket()
    const outbox = outboxTo(socket)
    let ready = false
    const told = outbox.tellWhenReady(long).then(() => (ready = true))
    await Promise.resolve()
    expect(ready).toBe(false)
    socket.read()
    await told
    expect(socket.closed).toBeUndefined()
  })

  it('ends with 1013 when the client does not read for long', async () => {
    const socket = new FakeSocket()
    await outboxTo(socket, 1).tellWhenReady(long)
    expect([socket.closed, socket.terminated]).toEqual([1013, true])
  })

  it('ends with 1013 when more waits than may', () => {
    const socket = new FakeSocket()
    const outbox = outboxTo(socket)
    for (let i = 0; i < 3; i++) outbox.tell(long)
    expect(socket.closed).toBe(1013)
  })
})
