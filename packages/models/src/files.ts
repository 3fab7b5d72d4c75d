import { readdirSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelError } from './error'

/** The JSON in a file; undefined where the file is missing and `optional`. */
export async function readJson(file: string, optional = false): Promise<unknown> {
  const text = await readText(file, optional)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ModelError(`${file} is not JSON: ${(error as Error).message}`)
  }
}

/** Far above any config or vocabulary of a model. */
const textLimit = 64_000_000

export async function readText(file: string, optional = false): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > textLimit) throw new ModelError(`${file} is larger than ${textLimit / 1e6} MB`)
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof ModelError) throw error
    const missing = isMissing(error)
    if (missing && optional) return undefined
    throw new ModelError(missing ? `${file} is missing` : `${file} cannot be read: ${(error as Error).message}`)
  }
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** The weights of a component: safetensors before torch's pickles, whole before sharded, full precision before fp16. */
export function findWeights(folder: string): string {
  const files = listFolder(folder)
  const candidates = ['safetensors', 'bin'].flatMap((type) =>
    ['diffusion_pytorch_model', type === 'bin' ? 'pytorch_model' : 'model'].flatMap((name) =>
      ['', '.fp16'].flatMap((variant) => [`${name}${variant}.${type}`, `${name}.${type}.index${variant}.json`]),
    ),
  )
  const found = candidates.find((candidate) => files.includes(candidate))
  if (found) return join(folder, found)
  throw new ModelError(`${folder} has no weights: ${candidates[0]} or ${candidates[4]} is missing`)
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new ModelError(
      isMissing(error) ? `${folder} is missing` : `${folder} cannot be read: ${(error as Error).message}`,
    )
  }
}

export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )
