import { join } from 'node:path'
import { ModelError } from './error'
import { readJson, readText } from './files'

/** What the tokenizer's files hold; the tokenizer itself is in packages/diffusion. */
export type TokenizerFiles = {
  readonly vocab: Record<string, number>
  /** Pairs as merges.txt writes them: `t h</w>`. */
  readonly merges: string[]
  readonly maxLength: number
  readonly padId: number
}

/** Reads vocab.json and merges.txt, or tokenizer.json that newer tools write instead. Undefined where there is neither. */
export async function readTokenizer(folder: string, maxLength: number): Promise<TokenizerFiles | undefined> {
  const content = (await readPair(folder)) ?? (await readSingle(folder))
  if (!content) return undefined
  const config = await readJson(join(folder, 'tokenizer_config.json'), true)
  const pad = textOf(isRecord(config) ? config.pad_token : undefined) ?? '<|endoftext|>'
  const padId = content.vocab[pad]
  if (padId === undefined)
    throw new ModelError(`${folder}: the vocabulary has no entry for its pad_token ${JSON.stringify(pad)}`)
  return { ...content, maxLength, padId }
}

type Content = Pick<TokenizerFiles, 'vocab' | 'merges'>

async function readPair(folder: string): Promise<Content | undefined> {
  const file = join(folder, 'vocab.json')
  const vocab = await readJson(file, true)
  if (vocab === undefined) return undefined
  const text = (await readText(join(folder, 'merges.txt')))!
  const merges = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version'))
  return { vocab: checkVocab(file, vocab), merges: checkMerges(join(folder, 'merges.txt'), merges) }
}

async function readSingle(folder: string): Promise<Content | undefined> {
  const file = join(folder, 'tokenizer.json')
  const json = await readJson(file, true)
  if (json === undefined) return undefined
  const model = isRecord(json) ? json.model : undefined
  if (!isRecord(model) || !Array.isArray(model.merges)) throw new ModelError(`${file} has no vocabulary with merges`)
  const merges = model.merges.map((merge: unknown) => (Array.isArray(merge) ? merge.join(' ') : merge))
  return { vocab: checkVocab(file, model.vocab), merges: checkMerges(file, merges) }
}

function checkVocab(file: string, vocab: unknown): Record<string, number> {
  if (!isRecord(vocab)) throw new ModelError(`${file} has no vocabulary`)
  for (const [entry, id] of Object.entries(vocab)) {
    if (!Number.isSafeInteger(id) || (id as number) < 0)
      throw new ModelError(`${file}: the id of ${JSON.stringify(entry)} is not a whole number`)
  }
  return Object.assign(Object.create(null), vocab) // a word such as "constructor" must not find something inherited
}

function checkMerges(file: string, merges: unknown[]): string[] {
  for (const merge of merges) {
    if (typeof merge !== 'string' || !/^\S+ \S+$/u.test(merge))
      throw new ModelError(`${file}: ${JSON.stringify(merge)} is not a pair to merge`)
  }
  return merges as string[]
}

/** A special token, written as text or as an object around it. */
function textOf(token: unknown): string | undefined {
  if (typeof token === 'string') return token
  return isRecord(token) && typeof token.content === 'string' ? token.content : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
