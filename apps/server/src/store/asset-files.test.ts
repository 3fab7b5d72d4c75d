import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AssetFiles } from './asset-files'

let assets: AssetFiles
beforeEach(async () => {
  assets = new AssetFiles(await mkdtemp(join(tmpdir(), 'loom-assets-')))
})
afterEach(() => rm(assets.folder, { recursive: true }))
const size = { width: 1, height: 1 }

describe('image files', () => {
  it('are there once however often they are written, also at one time', async () => {
    const content = Buffer.from('picture')
    const all = await Promise.all(Array.from({ length: 9 }, () => assets.write(content, size)))
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect(await readdir(assets.folder)).toEqual([all[0]!.id])
    expect(await assets.read(all[0]!.id)).toEqual(content)
  })

  it('that a killed process left unfinished are swept', async () => {
    await writeFile(join(assets.folder, '.unfinished-1'), 'half')
    await assets.prepare()
    expect(await readdir(assets.folder)).toEqual([])
  })

  it('are not found under anything but an id', async () => {
    await writeFile(join(assets.folder, 'secret'), '')
    for (const id of ['secret', '../secret', '', '.', `${'a'.repeat(64)}.png/../secret`])
      await expect(assets.read(id)).rejects.toThrow('there is no image')
  })
})
