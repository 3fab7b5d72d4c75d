import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssetId, type ImageAsset } from '@loom/protocol'
import { paths } from '../paths'

const UNFINISHED = '.unfinished-'

/** Images as files named by the SHA-256 of what is in them. A file is there whole or not at all. */
export class AssetFiles {
  /** `bundled`: a folder of images that templates use, only read. */
  constructor(
    readonly folder: string,
    private readonly bundled: string = paths.pictures,
  ) {}

  /** Makes the folder and sweeps what a killed process left unfinished. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true })
    const left = (await readdir(this.folder)).filter((name) => name.startsWith(UNFINISHED))
    await Promise.all(left.map((name) => rm(join(this.folder, name), { force: true })))
  }

  async write(
    content: Uint8Array,
    about: { width: number; height: number; name?: string },
    type: 'png' | 'jpg' | 'webp' = 'png',
  ): Promise<ImageAsset> {
    const id = AssetId.parse(`${createHash('sha256').update(content).digest('hex')}.${type}`)
    const { width, height, name } = about
    if (!(await exists(join(this.folder, id)))) await this.#put(id, content)
    return { id, width, height, ...(name !== undefined && { name }) }
  }

  async read(id: string): Promise<Uint8Array> {
    const folder = await this.folderOf(id)
    if (!folder) throw new Error(`there is no image ${id.slice(0, 80)}`)
    return readFile(join(folder, id))
  }

  /** Where an image is; undefined where there is none of this id. */
  async folderOf(id: string): Promise<string | undefined> {
    if (!AssetId.safeParse(id).success) return undefined
    for (const folder of [this.folder, this.bundled]) if (await exists(join(folder, id))) return folder
    return undefined
  }

  async #put(id: string, content: Uint8Array): Promise<void> {
    const unfinished = join(this.folder, UNFINISHED + randomUUID())
    try {
      const file = await open(unfinished, 'wx')
      try {
        await file.writeFile(content)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(unfinished, join(this.folder, id))
      await syncFolder(this.folder)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
  }
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

/** Makes a rename last through a power cut; Windows cannot open a folder and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
