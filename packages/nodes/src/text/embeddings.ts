import { namedIn, type Sentence, splitWithNames, type Token, type Tokenizer } from '@loom/diffusion'
import { fingerprint, firstVectorId, readEmbedding, type TokenVectors } from '@loom/models'
import type { ModelShelf } from '@loom/runtime'

const plainName = (file: string) => file.replace(/^.*\//, '').replace(/\.\w+$/, '')

/** Files of textual inversion by the name that prompts call them; of two with one name the first counts. */
function embeddingFiles(models: ModelShelf): Map<string, string> {
  const files = new Map<string, string>()
  for (const { name, role } of models.listed())
    if (role === 'embedding' && !files.has(plainName(name))) files.set(plainName(name), name)
  return files
}

/** What the files that a text may name are now; part of cache keys. */
export const embeddingState = (text: string, models: ModelShelf): string =>
  [...embeddingFiles(models)]
    .filter(([name]) => text.includes(name))
    .map(([name, file]) => `${name} ${fingerprint(models.locate(file))}`)
    .join()

/** The vectors that a sentence names, and the way to split it into tokens with them. */
export async function embeddingsOf(
  { text, passages }: Sentence,
  tokenizer: Tokenizer,
  models: ModelShelf,
): Promise<{ vectors: readonly TokenVectors[]; split: (text: string) => readonly Token[] }> {
  const files = embeddingFiles(models)
  const names = passages.flatMap(({ start, end }) => namedIn(text.slice(start, end), [...files.keys()]))
  const vectors: TokenVectors[] = []
  const ids = new Map<string, readonly number[]>()
  for (const { name } of names) {
    if (ids.has(name)) continue
    const own = await readEmbedding(models.locate(files.get(name)!))
    ids.set(
      name,
      own.map((_, k) => firstVectorId + vectors.length + k),
    )
    vectors.push(...own)
  }
  return { vectors, split: splitWithNames(tokenizer, ids) }
}
