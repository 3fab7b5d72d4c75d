import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ServerMessage } from '@loom/protocol'
import { type WebSocket, WebSocketServer } from 'ws'
import type { EngineState } from '../engine/engine-process'
import type { RunQueue } from '../runs/run-queue'
import type { Guard } from '../trust/guard'
import type { TokenCheck } from '../trust/token'
import type { OutboxLimits } from './outbox'
import { SocketSession } from './socket-session'

export type SocketParts = {
  runs: RunQueue
  guard: Guard
  tokens: TokenCheck
  engineState: () => EngineState
  maxConnections?: number
  heartbeatMs?: number
  limits?: OutboxLimits
}
const PATH = '/api/v1/ws'
const GOING_AWAY = 1001

/** The WebSocket of the API beside the HTTP server. Events and previews of followed runs, word of all others. */
export function attachSocket(server: Server, parts: SocketParts) {
  const { runs, guard, tokens, engineState, maxConnections = 256, heartbeatMs = 30_000, limits } = parts
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 64 * 1024,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('loom') ? 'loom' : false),
  })
  const sessions = new Map<WebSocket, SocketSession>()
  const alive = new WeakSet<WebSocket>()

  function refusal(req: IncomingMessage): number | undefined {
    const { headers } = req
    const url = req.url ?? ''
    if (guard({ method: req.method ?? '', url, headers })) return 403
    if (url.split('?')[0] !== PATH) return 404
    if (!tokens.admits(headers)) return 401
    return sessions.size >= maxConnections ? 503 : undefined
  }

  server.on('upgrade', (req: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const status = refusal(req)
    if (status)
      stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
    else sockets.handleUpgrade(req, stream, head, open)
  })

  function open(socket: WebSocket): void {
    const session = new SocketSession(socket, runs, limits)
    sessions.set(socket, session)
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
    socket.on('close', () => sessions.delete(socket))
    session.outbox.tell({ type: 'engine', state: engineState() })
  }

  function broadcast(message: ServerMessage): void {
    for (const { outbox } of sessions.values()) outbox.tell(message)
  }

  const heartbeat = setInterval(() => {
    for (const socket of sessions.keys()) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, heartbeatMs)
  const stopListening = runs.onChanged((run) => broadcast({ type: 'runs-changed', run }))

  return {
    tellEngineState: (state: EngineState) => broadcast({ type: 'engine', state }),
    close() {
      clearInterval(heartbeat)
      stopListening()
      for (const socket of sessions.keys()) socket.close(GOING_AWAY, 'the server stops')
      setTimeout(() => {
        for (const socket of sessions.keys()) socket.terminate()
      }, 500).unref()
    },
  }
}
