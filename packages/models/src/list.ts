import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { exists, readText } from './files'
import { modelFiles } from './fingerprint'
import { readModelFolder } from './folder'

/** What stands in a list of models to choose from. */
export type ModelEntry = {
  readonly name: string
  readonly path: string
  readonly kind: 'sd1' | 'sd2' | 'other'
  /** Bytes of all weights. */
  readonly size: number
  readonly title: string
  /** Why it cannot be opened, where that shows without reading its weights. */
  readonly problem?: string
}

/** The models in these folders, by name; of two with the same name the first folder's counts. Folders that are missing hold none. */
export async function listModels(folders: readonly string[]): Promise<ModelEntry[]> {
  const entries = new Map<string, ModelEntry>()
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
      const path = resolve(folder, name)
      if (entries.has(name) || !(await exists(join(path, 'model_index.json')))) continue
      entries.set(name, await describe(name, path))
    }
  }
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function describe(name: string, path: string): Promise<ModelEntry> {
  const title = await readTitle(path, name)
  try {
    const model = await readModelFolder(path)
    const size = modelFiles(path)
      .filter(({ file }) => file.endsWith('.safetensors'))
      .reduce((all, file) => all + file.size, 0)
    const kind = ({ 768: 'sd1', 1024: 'sd2' } as const)[model.unet.config.contextWidth] ?? 'other'
    return { name, path, kind, size, title }
  } catch (error) {
    return { name, path, kind: 'other', size: 0, title, problem: (error as Error).message }
  }
}

/** The first heading of the model's card, else the folder's name. */
async function readTitle(path: string, name: string): Promise<string> {
  const card = await readText(join(path, 'README.md'), true).catch(() => undefined)
  return /^# +(.+?)\s*$/m.exec(card ?? '')?.[1] ?? name
}
