import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { download, type Progress } from './download'
import { PullFault } from './fault'
import { ask } from './http-get'

/** A file of a repository. */
const Listing = z.array(z.object({ type: z.string(), path: z.string() }))
/** What is read of a diffusers folder: its settings, vocabularies and plain weights. */
const wanted =
  /^(model_index\.json|(unet|vae|scheduler|text_encoder|text_encoder_2|tokenizer|tokenizer_2)\/[\w.-]+\.(json|txt|safetensors))$/
const variant = /\.(fp16|bf16|non_ema|ema)[.-]/

export type Told = (file: string, ...progress: Parameters<Progress>) => void

/** Fetches `https://…` or `hf:owner/repo:file` as a file, or the diffusers folder `hf:owner/repo`, into a models folder → its path. */
export async function pull(what: string, folder: string, tell: Told): Promise<string> {
  const [, repo, file] = /^hf:([\w.-]+\/[\w.-]+)(?::(.+))?$/.exec(what) ?? []
  if (repo && file === undefined) return pullFolder(repo, folder, tell)
  const url = repo ? fileUrl(repo, file!) : addressOf(what)
  const name = basename(decodeURIComponent(url.pathname))
  if (!/^[^.\\][^\\]*\.(safetensors|ckpt|pt|pth|bin)$/i.test(name))
    throw new PullFault(`${what} does not end like a model: .safetensors, .ckpt, .pt, .pth or .bin`)
  const place = free(join(folder, name))
  await download(url, place, (...progress) => tell(name, ...progress))
  return place
}

const endpoint = () => process.env.HF_ENDPOINT ?? 'https://huggingface.co'
const fileUrl = (repo: string, path: string) =>
  new URL(`${endpoint()}/${repo}/resolve/main/${path.split('/').map(encodeURIComponent).join('/')}`)

function addressOf(what: string): URL {
  if (/^https?:\/\//.test(what) && URL.canParse(what)) return new URL(what)
  throw new PullFault(`"${what}" is neither https://… nor hf:owner/repo nor hf:owner/repo:file`)
}

function free(place: string): string {
  if (existsSync(place)) throw new PullFault(`${place} is there already`)
  return place
}

async function pullFolder(repo: string, folder: string, tell: Told): Promise<string> {
  const place = free(join(folder, basename(repo)))
  const files = await filesOf(repo)
  const unfinished = join(folder, `.${basename(repo)}.part`) // a name that no list of models shows
  for (const file of files) {
    const target = join(unfinished, ...file.split('/'))
    if (!existsSync(target)) await download(fileUrl(repo, file), target, (...progress) => tell(file, ...progress))
  }
  await rename(unfinished, place)
  return place
}

async function filesOf(repo: string): Promise<string[]> {
  const url = new URL(`${endpoint()}/api/models/${repo}/tree/main?recursive=true`)
  const { response } = await ask(url)
  const body = await text(response)
  if (response.statusCode === 401 || response.statusCode === 404)
    throw new PullFault(`${url.host} has no ${repo} that is open to all`)
  const listing = Listing.safeParse(parsed(body))
  if (!listing.success) throw new PullFault(`${url.host} does not say what is in ${repo}`)
  const paths = listing.data.filter(({ type }) => type === 'file').map(({ path }) => path)
  if (paths.includes('model_index.json')) return paths.filter((path) => wanted.test(path) && !variant.test(path))
  const models = paths.filter((path) => /\.(safetensors|ckpt|pt|pth|bin)$/.test(path))
  throw new PullFault(
    `${repo} is not a diffusers folder; say which file, hf:${repo}:FILE, of ${models.join(', ') || 'none'}`,
  )
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
