import { type Dirent, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isControlNetFolder, readControlNet } from './controlnet/read'
import { exists, readText } from './files'
import { modelFiles } from './fingerprint'
import { kindLabel } from './kind'
import { readModel } from './read-model'
import { type FileRole, fileKind } from './single/file-kind'
import { readTensorFile } from './tensor-file'
import { isTinyVaeFolder, readTinyVaeFolder } from './tiny-vae/read'
import { readUpscaler } from './upscaler/read'

/** What stands in a list of models to choose from. */
export type ModelEntry = {
  /** The path below the models folder it is in. */
  readonly name: string
  readonly path: string
  readonly role: FileRole
  readonly kind: string
  /** Bytes of all weights. */
  readonly size: number
  readonly title: string
  /** Why it cannot be opened, where that shows without reading its weights. */
  readonly problem?: string
}

/** Folders in the models folders are looked into this deep. */
const depthLimit = 4

/** The models in these folders, by name; of two with the same name the first folder's counts. Folders that are missing hold none. */
export async function listModels(folders: readonly string[]): Promise<ModelEntry[]> {
  const entries = new Map<string, ModelEntry>()
  for (const folder of folders)
    for (const name of await modelsBelow(folder, '', depthLimit))
      if (!entries.has(name)) entries.set(name, await described(name, resolve(folder, name)))
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Names of the model folders and files below a folder. */
async function modelsBelow(folder: string, below: string, depth: number): Promise<string[]> {
  const found: string[] = []
  const items: Dirent[] = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])
  for (const item of items) {
    const name = below === '' ? item.name : `${below}/${item.name}`
    const path = join(folder, name)
    if (item.name.startsWith('.')) continue
    if (/\.(safetensors|ckpt|pt|pth|bin)$/i.test(item.name)) found.push(name)
    else if (await isModelFolder(path)) found.push(name)
    else if (item.isDirectory() && depth > 1 && !(await isPart(path)))
      found.push(...(await modelsBelow(folder, name, depth - 1)))
  }
  return found
}

const isModelFolder = async (path: string): Promise<boolean> =>
  (await exists(join(path, 'model_index.json'))) || (await isControlNetFolder(path)) || (await isTinyVaeFolder(path))

/** A part of a diffusers model, whose weights are nothing on their own. */
const isPart = (path: string): Promise<boolean> => exists(join(path, 'config.json'))

/** Entries by path with the state of their files, which are read again only when that changes. */
const known = new Map<string, { state: string; entry: ModelEntry }>()

async function described(name: string, path: string): Promise<ModelEntry> {
  const state = `${name} ${stateOf(path)}`
  const before = known.get(path)
  if (before?.state === state) return before.entry
  const entry = await describe(name, path)
  known.set(path, { state, entry })
  return entry
}

function stateOf(path: string): string {
  try {
    return JSON.stringify([...modelFiles(path), statSync(join(path, 'README.md'), { throwIfNoEntry: false })?.mtimeMs])
  } catch (error) {
    return `${(error as Error).message}`
  }
}

async function describe(name: string, path: string): Promise<ModelEntry> {
  const isFile = statSync(path).isFile()
  const title = isFile ? name : await readTitle(path, name)
  const plain = { name, path, kind: 'other', size: isFile ? statSync(path).size : 0, title }
  try {
    if (isFile) {
      const { role } = fileKind([...(await readTensorFile(path)).tensors.keys()])
      if (role === 'upscaler') return await describeUpscaler({ ...plain, role, title: shortName(name) })
      if (role !== 'checkpoint') return { ...plain, role, kind: role, title: shortName(name) }
    }
    const size = modelFiles(path)
      .filter(({ file }) => /\.(safetensors|bin|ckpt|pth?)$/.test(file))
      .reduce((all, file) => all + file.size, 0)
    if (!isFile && (await isControlNetFolder(path))) {
      await readControlNet(path)
      return { ...plain, role: 'controlnet', kind: 'controlnet', size }
    }
    if (!isFile && (await isTinyVaeFolder(path))) {
      await readTinyVaeFolder(path)
      return { ...plain, role: 'vae', kind: 'vae', size }
    }
    const { unet } = await readModel(path)
    return { ...plain, role: 'checkpoint', kind: kindLabel(unet.config), size }
  } catch (error) {
    return { ...plain, role: isFile ? 'unknown' : 'checkpoint', problem: (error as Error).message }
  }
}

/** What its tensors do not fit is told as its problem, not as that of an unknown file. */
async function describeUpscaler(entry: ModelEntry): Promise<ModelEntry> {
  try {
    const { config } = await readUpscaler(entry.path)
    return { ...entry, kind: `upscaler ×${config.scale}` }
  } catch (error) {
    return { ...entry, kind: 'upscaler', problem: (error as Error).message }
  }
}

/** `loras/styles/ink.safetensors` → `styles/ink`: the folder of its role and the ending say nothing to who chooses. */
const shortName = (name: string): string => name.replace(/^[^/]+\//, '').replace(/\.\w+$/, '')

/** The first heading of the model's card, else the folder's name. */
async function readTitle(path: string, name: string): Promise<string> {
  const card = await readText(join(path, 'README.md'), true).catch(() => undefined)
  return /^# +(.+?)\s*$/m.exec(card ?? '')?.[1] ?? name
}
