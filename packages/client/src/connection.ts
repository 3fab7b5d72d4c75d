import {
  type ClientMessage,
  type PreviewHeader,
  type RunEvent,
  type RunSummary,
  type ServerMessage,
  unpackPreview,
} from '@loom/protocol'
import { backoff } from './backoff'
import { FollowedRuns } from './followed-runs'
import type { SocketClass, SocketLike } from './socket-like'

export type ConnectionState = 'connecting' | 'open' | 'closed'
export type EngineState = Extract<ServerMessage, { type: 'engine' }>['state']

export interface Listeners {
  /** Each event of a followed run once, in order, also across reconnects. */
  onRunEvent?(event: RunEvent): void
  onPreview?(header: PreviewHeader, picture: Uint8Array<ArrayBuffer>): void
  /** A run was added, started or ended; also those that nobody follows. */
  onRunsChanged?(run: RunSummary): void
  onEngine?(state: EngineState): void
  onState?(state: ConnectionState): void
  /** The server refused a message, for example to follow a run that it does not know. */
  onError?(message: string): void
}

export interface Connection {
  /** Tells what comes after event `after`; from the start by default. It stays followed until it ends or is unfollowed. */
  follow(run: string, after?: number): void
  unfollow(run: string): void
  close(): void
}

export interface ConnectionOptions {
  url: string
  protocols: string[]
  WebSocket: SocketClass
  /** Between two signs of life, ms. A connection that is silent for two of them is opened anew. */
  heartbeatMs?: number
  delay?: (attempt: number) => number
}

const OPEN = 1

/** A socket that comes back by itself and then goes on where it was cut. */
export function openConnection(options: ConnectionOptions, listeners: Listeners): Connection {
  const { url, protocols, WebSocket, heartbeatMs = 20_000, delay = backoff } = options
  const runs = new FollowedRuns()
  let socket: SocketLike
  let attempt = 0
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const send = (message: ClientMessage) => {
    if (socket.readyState === OPEN) socket.send(JSON.stringify(message))
  }

  function receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const { header, picture } = unpackPreview(new Uint8Array(data))
      if (runs.has(header.run)) listeners.onPreview?.(header, picture)
      return
    }
    const message = JSON.parse(String(data)) as ServerMessage
    if (message.type === 'runs-changed') listeners.onRunsChanged?.(message.run)
    else if (message.type === 'engine') listeners.onEngine?.(message.state)
    else if (message.type === 'error') listeners.onError?.(message.message)
    else if (message.type === 'run') receiveEvent(message.event)
  }

  function receiveEvent(event: RunEvent): void {
    const verdict = runs.take(event)
    if (verdict === 'next') listeners.onRunEvent?.(event)
    if (verdict === 'again')
      for (const [run, after] of runs) if (run === event.run) send({ type: 'follow', run, after })
  }

  function open(): void {
    listeners.onState?.('connecting')
    const mine = new WebSocket(url, protocols)
    socket = mine
    let alive = true
    let heartbeat: ReturnType<typeof setInterval> | undefined
    mine.binaryType = 'arraybuffer'
    mine.addEventListener('open', () => {
      attempt = 0
      for (const [run, after] of runs) send({ type: 'follow', run, after })
      heartbeat = setInterval(() => {
        if (!alive) return gone()
        alive = false
        send({ type: 'ping' })
      }, heartbeatMs)
      listeners.onState?.('open')
    })
    mine.addEventListener('message', ({ data }) => {
      alive = true
      if (mine === socket) receive(data)
    })
    mine.addEventListener('error', () => {}) // `close` follows
    mine.addEventListener('close', gone)

    let over = false
    function gone(): void {
      if (over) return
      over = true
      clearInterval(heartbeat)
      mine.close()
      if (closed) return
      listeners.onState?.('connecting')
      timer = setTimeout(open, delay(attempt++))
    }
  }

  open()
  return {
    follow(run, after = 0) {
      runs.add(run, after)
      send({ type: 'follow', run, after })
    },
    unfollow(run) {
      runs.remove(run)
      send({ type: 'unfollow', run })
    },
    close() {
      if (closed) return
      closed = true
      clearTimeout(timer)
      socket.close()
      listeners.onState?.('closed')
    },
  }
}
