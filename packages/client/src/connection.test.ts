import { packPreview, type RunEvent } from '@loom/protocol'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openConnection } from './connection'
import type { SocketLike } from './socket-like'

/** A socket that the test opens, feeds and cuts. */
class FakeSocket implements SocketLike {
  static made: FakeSocket[] = []
  binaryType = 'blob'
  readyState = 0
  sent: unknown[] = []
  readonly #listeners: Record<string, ((event: { data: unknown }) => void)[]> = {}
  constructor() {
    FakeSocket.made.push(this)
  }
  addEventListener(type: string, listener: (event: { data: unknown }) => void) {
    ;(this.#listeners[type] ??= []).push(listener)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.readyState = 3
  }
  fire(type: string, data?: unknown) {
    if (type === 'open') this.readyState = 1
    for (const listener of this.#listeners[type] ?? []) listener({ data })
  }
  tell(message: unknown) {
    this.fire('message', JSON.stringify(message))
  }
}

const socket = (index: number) => FakeSocket.made[index]!
const event = (seq: number, more: object = { type: 'queued' }) =>
  ({ type: 'run', event: { run: 'r', seq, at: 0, ...more } }) as const
const tick = () => new Promise((resolve) => setTimeout(resolve, 1))

let told: number[]
let states: string[]
const open = (heartbeatMs = 60_000) =>
  openConnection(
    { url: 'ws://x', protocols: [], WebSocket: FakeSocket, delay: () => 0, heartbeatMs },
    { onRunEvent: ({ seq }: RunEvent) => told.push(seq), onState: (state) => states.push(state) },
  )

beforeEach(() => {
  FakeSocket.made = []
  told = []
  states = []
})

describe('a connection', () => {
  it('asks again from the last event it saw once it is back', async () => {
    const connection = open()
    socket(0).fire('open')
    connection.follow('r')
    for (const seq of [1, 2, 3]) socket(0).tell(event(seq))
    socket(0).fire('close')
    await tick()
    socket(1).fire('open')
    expect(socket(1).sent).toEqual([{ type: 'follow', run: 'r', after: 3 }])
    expect(states).toEqual(['connecting', 'open', 'connecting', 'connecting', 'open'])
    connection.close()
  })

  it('follows what was asked for before it was open', () => {
    const connection = open()
    connection.follow('r', 4)
    socket(0).fire('open')
    expect(socket(0).sent).toEqual([{ type: 'follow', run: 'r', after: 4 }])
    connection.close()
  })

  it('tells an event once, and asks for what a gap hides', () => {
    const connection = open()
    socket(0).fire('open')
    connection.follow('r')
    for (const seq of [1, 2, 2, 1, 4, 3, 4]) socket(0).tell(event(seq))
    expect(told).toEqual([1, 2, 3, 4])
    expect(socket(0).sent.at(-1)).toEqual({ type: 'follow', run: 'r', after: 2 })
    connection.close()
  })

  it('no longer follows a run that has ended', async () => {
    const connection = open()
    socket(0).fire('open')
    connection.follow('r')
    socket(0).tell(event(1, { type: 'ended', status: 'done', durationMs: 1 }))
    socket(0).fire('close')
    await tick()
    socket(1).fire('open')
    expect(socket(1).sent).toEqual([])
    connection.close()
  })

  it('hands over previews of the runs it follows', () => {
    const onPreview = vi.fn()
    const connection = openConnection({ url: 'ws://x', protocols: [], WebSocket: FakeSocket }, { onPreview })
    socket(0).fire('open')
    connection.follow('r')
    const header = { run: 'r', node: 'n', done: 1, total: 2, mime: 'image/webp', width: 1, height: 1 } as const
    socket(0).fire('message', packPreview(header, Uint8Array.of(7)).buffer)
    socket(0).fire('message', packPreview({ ...header, run: 'other' }, Uint8Array.of(8)).buffer)
    expect(onPreview.mock.calls).toEqual([[header, Uint8Array.of(7)]])
    connection.close()
  })

  it('opens a new socket when the old one has fallen silent', async () => {
    const connection = open(1)
    socket(0).fire('open')
    await vi.waitFor(() => expect(FakeSocket.made.length).toBeGreaterThan(1))
    expect(socket(0).sent).toContainEqual({ type: 'ping' })
    connection.close()
  })

  it('stays closed', async () => {
    const connection = open()
    connection.close()
    socket(0).fire('close')
    await tick()
    expect(FakeSocket.made.length).toBe(1)
    expect(states.at(-1)).toBe('closed')
  })
})
