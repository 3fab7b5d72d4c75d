import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseIndex } from './checkpoint'
import { findWeights } from './files'
import { encoderBeside } from './tiny-vae/read'

export type FileStat = { readonly file: string; readonly size: number; readonly mtimeMs: number }

/** Every file that opening the model at `path` depends on, without reading any but the indexes of weights in several parts. */
export function modelFiles(path: string): FileStat[] {
  if (statSync(path, { throwIfNoEntry: false })?.isFile())
    return statsOf(
      '',
      [path, encoderBeside(path)].filter((file) => file !== undefined),
    )
  const files = ['model_index.json', 'latent-rgb.json', 'scheduler/scheduler_config.json']
  for (const folder of ['tokenizer', 'tokenizer_2'])
    files.push(
      ...['vocab.json', 'merges.txt', 'tokenizer.json', 'tokenizer_config.json'].map((it) => `${folder}/${it}`),
    )
  // A part on its own, such as a ControlNet, has its config where a whole model has none.
  const optional = ['preview', '.']
  for (const component of ['text_encoder', 'text_encoder_2', 'unet', 'vae', ...optional]) {
    if (!existsSync(join(path, component, optional.includes(component) ? 'config.json' : ''))) continue
    const weights = findWeights(join(path, component))
    files.push(join(component, 'config.json'), relative(path, weights))
    if (!weights.endsWith('.json')) continue
    for (const part of parseIndex(weights, readFileSync(weights, 'utf8')).keys()) files.push(join(component, part))
  }
  return statsOf(path, files)
}

function statsOf(folder: string, files: readonly string[]): FileStat[] {
  const stats: FileStat[] = []
  for (const file of files) {
    const found = statSync(join(folder, file), { throwIfNoEntry: false })
    if (found) stats.push({ file, size: found.size, mtimeMs: found.mtimeMs })
  }
  return stats
}

/** Identifies a model by path, size and time of its files, without opening any: the same as long as nobody touches them. */
export function fingerprint(folder: string): string {
  const path = resolve(folder)
  const hash = createHash('sha256').update(path)
  for (const { file, size, mtimeMs } of modelFiles(path)) hash.update(`\n${file} ${size} ${mtimeMs}`)
  return hash.digest('hex').slice(0, 16)
}
