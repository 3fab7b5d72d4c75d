import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { proxyFor } from './proxy'
import { pull } from './pull'

const content = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => i % 251))
const sha256 = createHash('sha256').update(content).digest('hex')
type Answer = (req: IncomingMessage, res: ServerResponse) => void

let answer: Answer
let server: Server
let base: string
let folder: string
let asked: (string | undefined)[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-pull-'))
  asked = []
  server = createServer((req, res) => {
    asked.push(req.headers.range)
    answer(req, res)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env.HF_ENDPOINT = base
})
afterEach(() => {
  delete process.env.HF_ENDPOINT
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

/** Sends the content as a web server does: from where it is asked to, `cut` bytes short of its end. */
const file =
  ({ cut = 0, headers = {} as Record<string, string>, body = content } = {}): Answer =>
  (req, res) => {
    const from = Number(/^bytes=(\d+)-$/.exec(req.headers.range ?? '')?.[1] ?? 0)
    const length = body.length - from
    res.writeHead(from > 0 ? 206 : 200, { etag: '"one"', 'content-length': length, ...headers })
    res.write(body.subarray(from, body.length - cut), () => (cut > 0 ? res.destroy() : res.end()))
  }
const fetched = (what = `${base}/some/model.safetensors?x=1`) => pull(what, folder, () => undefined)

describe('a model is fetched', () => {
  it('as a file under its name, telling how far it is', async () => {
    answer = file()
    const told: unknown[][] = []
    const place = await pull(`${base}/a/model.safetensors`, folder, (...progress) => told.push(progress))
    expect(place).toBe(join(folder, 'model.safetensors'))
    expect(readFileSync(place).equals(content)).toBe(true)
    expect(told.at(-1)).toEqual(['model.safetensors', content.length, content.length])
    expect(readdirSync(folder)).toEqual(['model.safetensors'])
  })

  it('from where an earlier attempt broke off', async () => {
    answer = file({ cut: 300_000 })
    await expect(fetched()).rejects.toThrow(/broke off after \d+ bytes .*; run it again to go on$/)
    answer = file()
    expect(readFileSync(await fetched()).equals(content)).toBe(true)
    expect(Number(/\d+/.exec(asked.at(-1)!)![0])).toBeGreaterThan(0)
  })

  it('anew when it has changed since', async () => {
    answer = file({ cut: 300_000 })
    await expect(fetched()).rejects.toThrow('broke off')
    const body = content.map((byte) => 255 - byte) as Buffer<ArrayBuffer>
    answer = file({ body, headers: { etag: '"two"' } })
    expect(readFileSync(await fetched()).equals(Buffer.from(body))).toBe(true)
  })

  it('over redirects, checked by the hash that Hugging Face tells on the way', async () => {
    answer = (req, res) => {
      if (req.url !== '/owner/repo/resolve/main/some/a%20b.ckpt') return file()(req, res)
      res.writeHead(302, { location: '/elsewhere', 'x-linked-etag': `"${sha256}"`, 'x-linked-size': content.length })
      res.end()
    }
    expect(readFileSync(await fetched('hf:owner/repo:some/a b.ckpt')).equals(content)).toBe(true)
  })

  it('as a diffusers folder: settings and plain weights, nothing else', async () => {
    const kept = [
      'model_index.json',
      'unet/config.json',
      'unet/diffusion_pytorch_model.safetensors',
      'tokenizer/merges.txt',
    ]
    const left = [
      'README.md',
      'all.ckpt',
      'unet/diffusion_pytorch_model.fp16.safetensors',
      'safety_checker/config.json',
    ]
    const listing = JSON.stringify([...kept, ...left].map((path) => ({ type: 'file', path })))
    answer = (req, res) =>
      req.url!.startsWith('/api/models/owner/repo/tree/main') ? res.end(listing) : file()(req, res)
    expect(await fetched('hf:owner/repo')).toBe(join(folder, 'repo'))
    const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(found.map(({ parentPath, name }) => join(parentPath, name)).sort()).toEqual(
      kept.map((path) => join(folder, 'repo', path)).sort(),
    )
  })
})

describe('what cannot be fetched is said in a sentence:', () => {
  const page: Answer = (_, res) => res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>')
  const status =
    (code: number): Answer =>
    (_, res) =>
      res.writeHead(code).end()
  it.each<[string, RegExp, Answer]>([
    ['a page', /model\.safetensors\?x=1 is a web page, not a file; copy the address of its download$/, page],
    ['nothing', /^there is nothing at http/, status(404)],
    ['behind a login', /wants a login for .*: fetch it with a browser/, status(401)],
    ['a failing server', /answers 503 for/, status(503)],
    ['a circle', /leads in a circle/, (_, res) => res.writeHead(302, { location: '/again' }).end()],
    ['not https', /^http:\/\/example\.com\/x is not https/, (_, res) => res.writeHead(302, { location: 'http://example.com/x' }).end()], // biome-ignore format: a row
    ['other content than its hash', /is not the file that it told of; it has been removed$/, file({ headers: { 'x-linked-etag': `"${'0'.repeat(64)}"` } })], // biome-ignore format: a row
  ])('%s', async (_, message, how) => {
    answer = how
    await expect(fetched()).rejects.toThrow(message)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['http://example.com/a.safetensors', /is not https; only that is fetched from other machines$/],
    ['ftp://example.com/a.safetensors', /is neither https:\/\/… nor hf:owner\/repo nor hf:owner\/repo:file$/],
    ['https://example.com/a.zip', /does not end like a model/],
    ['https://example.com/.safetensors', /does not end like a model/],
  ])('%s', async (what, message) => {
    await expect(fetched(what)).rejects.toThrow(message)
  })

  it('a place that is taken', async () => {
    answer = file()
    const place = await fetched()
    await expect(fetched()).rejects.toThrow(`${place} is there already`)
  })

  it('a repository of single files, with their names', async () => {
    answer = (_, res) => res.end(JSON.stringify([{ type: 'file', path: 'a.safetensors' }]))
    await expect(fetched('hf:owner/repo')).rejects.toThrow('say which file, hf:owner/repo:FILE, of a.safetensors')
  })
})

it('a proxy is taken from the environment, but for excepted hosts', () => {
  const url = new URL('https://huggingface.co/x')
  expect(proxyFor(url, { https_proxy: 'proxy:3128' })?.href).toBe('http://proxy:3128/')
  expect(proxyFor(url, { ALL_PROXY: 'http://a:b@proxy:1' })?.username).toBe('a')
  expect(proxyFor(url, { https_proxy: 'proxy:3128', no_proxy: 'localhost, .huggingface.co' })).toBeUndefined()
  expect(proxyFor(url, { https_proxy: 'proxy:3128', no_proxy: 'face.co' })).toBeDefined()
  expect(proxyFor(url, {})).toBeUndefined()
})
