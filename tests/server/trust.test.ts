import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { endless } from './support/documents'
import { clientOf, serve, sharedServer } from './support/server'

const shared = sharedServer()

type Asked = { method?: string; path?: string; headers?: Record<string, string>; body?: string | Buffer }
type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; text: string }

/** A request as some other page or tool would send it: any header, any Host. */
function ask(url: string, { method = 'GET', path = '/api/v1/runs', headers = {}, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request(url, { method, path, headers, setHost: headers.host === undefined }, (res) => {
      let text = ''
      res.on('data', (part) => (text += part))
      res.on('end', () => resolve({ status: res.statusCode!, headers: res.headers, text }))
      res.on('error', reject)
    })
    req.on('error', reject)
    req.end(body)
  })
}

/** The status of a WebSocket upgrade; 101 when it is let in. */
function upgrade(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/ws`, ['loom'], { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (req, res) => {
      req.destroy()
      resolve(res.statusCode!)
    })
    socket.on('error', () => {})
  })
}

describe('who may call a server on its own machine', () => {
  const own = 'http://127.0.0.1:PORT'
  it.each<[string, Record<string, string>, number]>([
    ['a tool without an Origin', {}, 200],
    ['its own page', { origin: own, 'sec-fetch-site': 'same-origin' }, 200],
    ['its own page as localhost', { host: 'localhost:PORT', origin: 'http://localhost:PORT' }, 200],
    ['its own page over IPv6', { host: '[::1]:PORT', origin: 'http://[::1]:PORT' }, 200],
    ['an address typed by a person', { 'sec-fetch-site': 'none' }, 200],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a page in a sandbox', { origin: 'null' }, 403],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a page of an impossible port', { origin: 'http://127.0.0.1:99999' }, 403],
    ['a name that resolves to this machine', { host: 'evil.example:PORT', origin: 'http://evil.example:PORT' }, 403],
    ['a name that looks like this machine', { host: '127.0.0.1.evil.example' }, 403],
    ['an address that is not its own', { host: '10.0.0.7:PORT' }, 403],
    ['a Host that is none', { host: 'a b' }, 403],
    ['a Host with a user', { host: 'user@127.0.0.1' }, 403],
    ['another site without an Origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour site without an Origin', { 'sec-fetch-site': 'same-site' }, 403],
    ['a link on another site to the API', navigation, 403],
  ])('%s', async (_, headers, status) => {
    const { server, url } = shared()
    const filled = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, v.replace('PORT', `${server.port}`)]))
    expect((await ask(url, { headers: filled })).status).toBe(status)
    expect((await ask(url, { path: '/health', headers: filled })).status).toBe(status)
    expect(await upgrade(url, filled)).toBe(status === 200 ? 101 : status)
  })

  it('a link on another site opens the page', async () => {
    const { url } = shared()
    expect((await ask(url, { path: '/', headers: navigation })).status).not.toBe(403)
  })

  it('nobody from elsewhere gets permission: there is no CORS', async () => {
    const { url } = shared()
    const answer = await ask(url, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } })
    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})
const navigation = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

describe('a server with a token', () => {
  const token = 'correct-horse-battery'
  it('answers who shows it, as a header, a cookie or a sub-protocol', async () => {
    const { url } = await serve({ token })
    expect((await ask(url, {})).status).toBe(401)
    expect((await ask(url, { headers: { authorization: 'Bearer wrong-horse-battery' } })).status).toBe(401)
    expect((await ask(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
    expect(await upgrade(url, {})).toBe(401)
    await expect(clientOf(url).runs.list()).rejects.toMatchObject({ status: 401 })
    expect(await clientOf(url, token).runs.list()).toEqual([])
    const opened = new Promise((resolve) =>
      clientOf(url, token).connect({ onState: (state) => state === 'open' && resolve(state) }),
    )
    expect(await opened).toBe('open')
  })

  it('gives the page a cookie once, and takes the token out of the address', async () => {
    const { url } = await serve({ token })
    expect((await ask(url, { path: '/' })).status).toBe(401)
    expect((await ask(url, { path: '/?token=no' })).status).toBe(401)
    const { status, headers } = await ask(url, { path: `/?token=${token}` })
    expect([status, headers.location]).toEqual([303, '/'])
    const [cookie] = headers['set-cookie'] as string[]
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/)
    expect(cookie).not.toMatch(token)
    expect((await ask(url, { headers: { cookie: cookie!.split(';')[0]! } })).status).toBe(200)
    expect((await ask(url, { headers: { cookie: 'loom_token=00' } })).status).toBe(401)
  })
})

describe('bodies', () => {
  const start = (url: string, body: string | Buffer, type = 'application/json') =>
    ask(url, { method: 'POST', body, headers: { 'content-type': type } })
  const nested = (depth: number) => `{"workflow":${'['.repeat(depth)}${']'.repeat(depth)}}`
  const run = JSON.stringify({ workflow: endless() })

  it.each<[string, string | Buffer, string, number]>([
    ['a form', run, 'application/x-www-form-urlencoded', 415],
    ['plain text', run, 'text/plain', 415],
    ['a multipart form', run, 'multipart/form-data; boundary=x', 415],
    ['JSON that is none', '{"workflow":', 'application/json', 400],
    ['JSON that is no object', '7', 'application/json', 400],
    ['nested a little too deep', nested(70), 'application/json', 400],
    ['nested 200,000 deep', nested(200_000), 'application/json', 400],
    ['a prototype as a key', '{"workflow":{"nodes":{"__proto__":{"polluted":1}}}}', 'application/json', 400],
    ['an unknown field', '{"workflow":{},"more":1}', 'application/json', 400],
    ['one that is too large', Buffer.alloc(9e6, 32), 'application/json', 413],
  ])('%s', async (_, body, type, status) => {
    const { client, url } = shared()
    const answer = await start(url, body, type)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text)).toMatchObject({ status, title: expect.any(String) })
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(await client.runs.list()).toEqual([])
  })

  it('come uncompressed', async () => {
    const { url } = shared()
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect((await ask(url, { method: 'POST', body: run, headers })).status).toBe(415)
  })

  it('a header named like a prototype harms nobody', async () => {
    const { client, url } = shared()
    expect((await ask(url, { headers: { ['__proto__']: 'x', 'x-y': 'z' } })).status).toBe(200)
    expect((await client.health()).status).toBe('ok')
  })
})

describe('the socket', () => {
  it('closes on a frame that is too large, and answers nonsense with words', async () => {
    const { url } = shared()
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/ws`, ['loom'])
    await new Promise((resolve) => socket.once('open', resolve))
    const told: string[] = []
    const error = new Promise((resolve) =>
      socket.on('message', (data) => String(data).includes('"error"') && resolve(told.push(String(data)))),
    )
    socket.send('{"type":"dance"}')
    await error
    expect(JSON.parse(told[0]!)).toEqual({ type: 'error', message: 'this message is not understood' })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.send(Buffer.alloc(1e6))
    expect(await closed).toBe(1009)
  })

  it('refuses more connections than it keeps', async () => {
    const { client, url } = await serve({ socket: { maxConnections: 1 } })
    const opened = new Promise((resolve) => client.connect({ onState: (state) => state === 'open' && resolve(state) }))
    await opened
    expect(await upgrade(url, {})).toBe(503)
  })
})

describe('the page', () => {
  it('may load only what comes from here', async () => {
    const { url } = shared()
    const { headers } = await ask(url, { path: '/' })
    expect(headers['content-security-policy']).toMatch("default-src 'self'")
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it.each([
    '/../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/assets/..%2f..%2findex.html',
  ])('gives nothing from outside its folder at %s', async (path) => {
    const { url } = shared()
    expect((await ask(url, { path })).text).not.toMatch('"workspaces"')
  })
})
