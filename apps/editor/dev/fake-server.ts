import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  ClientMessage,
  packPreview,
  type RunDetails,
  type RunEvent,
  readWorkflow,
  type SavedWorkflow,
} from '@loom/protocol'
import { type WebSocket, WebSocketServer } from 'ws'
import { check, fakeRun } from './fake-run'
import { specs } from './specs'
import { templates } from './templates'

type Run = { details: RunDetails; events: RunEvent[]; stop: AbortController }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
}

/** The API with invented pictures, all in memory: for working on the page and for its browser test. */
export function createFakeServer(dist = fileURLToPath(new URL('../dist', import.meta.url))) {
  const runs = new Map<string, Run>()
  const saved = new Map<string, SavedWorkflow>()
  const assets = new Map<string, Uint8Array>()
  const following = new Map<WebSocket, Set<string>>()
  const broadcast = (message: object, run?: string) => {
    for (const [socket, followed] of following)
      if (!run || followed.has(run)) socket.send(message instanceof Uint8Array ? message : JSON.stringify(message))
  }
  const keep = (bytes: Uint8Array) => {
    const id = `${createHash('sha256').update(bytes).digest('hex')}.png`
    assets.set(id, bytes)
    return id
  }
  const summary = ({ details: { workflow: _, lastSeq: __, ...rest } }: Run) => rest

  function start(workflow: RunDetails['workflow'], observe: boolean): Run {
    const id = `run-${runs.size + 1}`
    const times = { createdAt: Date.now(), startedAt: Date.now(), endedAt: null }
    const details: RunDetails = {
      id,
      status: 'queued',
      name: workflow.name,
      ...times,
      error: null,
      images: {},
      position: 0,
      workflow,
      lastSeq: 0,
    }
    const run: Run = { details, events: [], stop: new AbortController() }
    runs.set(id, run)
    const tell = (change: object) => {
      const event = { ...change, run: id, seq: ++details.lastSeq, at: Date.now() } as RunEvent
      run.events.push(event)
      if (event.type === 'started') details.status = 'running'
      if (event.type === 'node-done' && event.result?.images) details.images[event.node] = event.result.images
      if (event.type === 'ended')
        Object.assign(details, { status: event.status, error: event.error ?? null, endedAt: Date.now() })
      broadcast({ type: 'run', event }, id)
      if (event.type === 'started' || event.type === 'ended') broadcast({ type: 'runs-changed', run: summary(run) })
    }
    const see = (node: string, done: number, total: number, picture: Uint8Array) =>
      broadcast(packPreview({ run: id, node, done, total, mime: 'image/png', width: 128, height: 128 }, picture), id)
    setTimeout(() => void fakeRun(workflow, observe, tell, see, keep, run.stop.signal), 30)
    return run
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const [noun, id] = path.replace('/api/v1/', '').split('/')
    const body = await read(request)
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      response.end(JSON.stringify(value))
    }
    const problem = (status: number, title: string, problems?: object[]) =>
      json({ type: 'about:blank', title, status, problems }, status)
    if (!path.startsWith('/api/v1/')) return file(path, response)
    const at = `${request.method} ${noun}${id ? '/:id' : ''}`
    if (at === 'GET nodes') return json(specs)
    if (at === 'GET models')
      return json([{ name: 'storybook', kind: 'other', role: 'checkpoint', bytes: 6e7, title: 'Storybook' }])
    if (at === 'GET templates') return json(templates)
    if (at === 'GET workflows') return json([...saved.values()])
    if (at === 'GET workflows/:id') return saved.has(id!) ? json(saved.get(id!)) : problem(404, 'No such workflow')
    if (at === 'DELETE workflows/:id') {
      saved.delete(id!)
      return void response.writeHead(204).end()
    }
    if (at === 'POST workflows' || at === 'PUT workflows/:id') {
      const { workflow, revision } = JSON.parse(body.toString())
      const known = id ? saved.get(id) : undefined
      if (id && !known) return problem(404, 'No such workflow')
      if (known && revision !== undefined && revision !== known.revision) return problem(409, 'It was saved since')
      const entry = {
        id: id ?? `w${saved.size + 1}`,
        name: workflow.name,
        updatedAt: Date.now(),
        revision: (known?.revision ?? 0) + 1,
        workflow,
      }
      saved.set(entry.id, entry)
      return json(entry, id ? 200 : 201)
    }
    if (at === 'GET runs') return json([...runs.values()].reverse().map(summary))
    if (at === 'GET runs/:id') return runs.has(id!) ? json(runs.get(id!)!.details) : problem(404, 'No such run')
    if (at === 'DELETE runs/:id') {
      runs.get(id!)?.stop.abort()
      return void response.writeHead(204).end()
    }
    if (at === 'POST runs') {
      const { workflow, observe = false } = JSON.parse(body.toString())
      const parsed = readWorkflow(workflow)
      const problems = parsed.ok ? check(parsed.workflow) : parsed.problems
      if (!parsed.ok || problems.length > 0) return problem(422, 'This workflow cannot run', problems)
      const run = start(parsed.workflow, observe)
      broadcast({ type: 'runs-changed', run: summary(run) })
      return json(summary(run), 202)
    }
    if (at === 'POST assets') return json({ id: keep(new Uint8Array(body)), width: 128, height: 128 }, 201)
    if (at === 'GET assets/:id' && assets.has(id!))
      return void response.writeHead(200, { 'content-type': 'image/png' }).end(assets.get(id!))
    problem(404, 'Not found')
  }

  async function file(path: string, response: ServerResponse): Promise<void> {
    const name = join(dist, path === '/' ? 'index.html' : path)
    const bytes = await readFile(name).catch(() => undefined)
    response
      .writeHead(bytes ? 200 : 404, { 'content-type': types[extname(name)] ?? 'application/octet-stream' })
      .end(bytes)
  }

  const server = createServer((request, response) => void answer(request, response))
  const sockets = new WebSocketServer({ server, path: '/api/v1/ws' })
  sockets.on('connection', (socket) => {
    following.set(socket, new Set())
    socket.send(JSON.stringify({ type: 'engine', state: 'ready' }))
    socket.on('close', () => following.delete(socket))
    socket.on('message', (data) => {
      const message = ClientMessage.parse(JSON.parse(String(data)))
      if (message.type === 'ping') return socket.send('{"type":"pong"}')
      if (message.type === 'unfollow') return void following.get(socket)?.delete(message.run)
      following.get(socket)?.add(message.run)
      for (const event of runs.get(message.run)?.events ?? [])
        if (event.seq > message.after) socket.send(JSON.stringify({ type: 'run', event }))
    })
  })
  return server
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 4870)
  createFakeServer().listen(port, '127.0.0.1', () => console.log(`fake server on http://127.0.0.1:${port}`))
}
