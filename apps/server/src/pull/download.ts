import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PullFault } from './fault'
import { type Answer, ask } from './http-get'

export type Progress = (done: number, total: number | undefined) => void
/** What a server says of a file before it is fetched. */
type Facts = { readonly size?: number; readonly sha256?: string; readonly etag?: string }

/** Fetches a file, going on where an earlier attempt at the same content ended. It is there whole and checked, or not at all. */
export async function download(url: URL, file: string, tell: Progress): Promise<void> {
  const first = await ask(url)
  const facts = factsOf(first, url)
  const state = createHash('sha256').update(`${facts.etag} ${facts.sha256} ${facts.size}`).digest('hex').slice(0, 12)
  const part = join(dirname(file), `.${basename(file)}.${state}.part`)
  await mkdir(dirname(file), { recursive: true })
  const { size = 0 } = (await stat(part).catch(() => undefined)) ?? {}
  if (size === 0 || facts.etag === undefined) await store(first, url, part, 0, facts, tell)
  else {
    first.response.destroy()
    if (size !== facts.size) await store(await ask(url, { range: `bytes=${size}-` }), url, part, size, facts, tell)
  }
  await check(part, facts, url)
  if (existsSync(file)) throw new PullFault(`${file} is there already`)
  await rename(part, file)
}

function factsOf({ response, headers }: Answer, url: URL): Facts {
  const fault = faultOf(response, url)
  if (fault) {
    response.destroy()
    throw new PullFault(fault)
  }
  // of Hugging Face: what the redirect leads to, with the hash of its content
  const { 'x-linked-size': linked, 'x-linked-etag': hash, etag = response.headers.etag } = headers
  const length = linked ?? response.headers['content-length']
  const sha256 = /^"?([0-9a-f]{64})"?$/.exec(`${hash ?? ''}`)?.[1]
  return { ...(length && { size: Number(length) }), ...(sha256 && { sha256 }), ...(etag && { etag }) }
}

function faultOf({ statusCode: status = 0, headers }: IncomingMessage, url: URL): string | undefined {
  if (status === 404) return `there is nothing at ${url.href}`
  if (status === 401 || status === 403)
    return `${url.host} wants a login for ${url.href}: fetch it with a browser, and put it into the folder`
  if (status < 200 || status >= 300) return `${url.host} answers ${status} for ${url.href}`
  const isPage = /^text\/html/.test(headers['content-type'] ?? '')
  return isPage ? `${url.href} is a web page, not a file; copy the address of its download` : undefined
}

/** Writes down what comes, after the first `from` bytes where the server goes on there. */
async function store({ response }: Answer, url: URL, part: string, from: number, facts: Facts, tell: Progress) {
  const fault = faultOf(response, url)
  if (fault) throw new PullFault(fault)
  let done = response.statusCode === 206 ? from : 0 // who does not know ranges sends all of it
  let broken: Error | undefined
  const arriving = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of response) {
        done += piece.length
        tell(done, facts.size)
        yield piece
      }
    } catch (error) {
      broken = error as Error // what has come is kept
    }
  }
  await pipeline(arriving, createWriteStream(part, { flags: done > 0 ? 'a' : 'w' }))
  if (broken)
    throw new PullFault(`${url.host} broke off after ${done} bytes (${broken.message}); run it again to go on`)
}

/** Refuses what is not as long, or not of the content, that the server said. */
async function check(part: string, { size, sha256 }: Facts, url: URL): Promise<void> {
  const { size: length } = await stat(part)
  if (size !== undefined && length < size)
    throw new PullFault(`${url.host} sent ${length} of ${size} bytes; run it again to go on`)
  if ((size === undefined || length === size) && (!sha256 || (await sha256Of(part)) === sha256)) return
  await rm(part)
  throw new PullFault(`what ${url.host} sent is not the file that it told of; it has been removed`)
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
