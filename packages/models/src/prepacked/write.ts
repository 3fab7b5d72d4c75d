import { mkdtemp, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAligned } from './alignment'
import { files, isSealed, seal } from './seal'

/** Has a graph laid out in a folder, which appears only when it is whole. `lay` writes it into another. */
export async function writePrepacked(
  folder: string,
  lay: (graph: string, weights: string) => Promise<void>,
): Promise<void> {
  const part = await mkdtemp(`${folder}.`)
  try {
    await lay(join(part, files.graph), files.weights)
    if (!(await isAligned(join(part, files.graph)))) throw new Error('onnxruntime wrote weights out of line')
    await onDisk(join(part, files.weights))
    await seal(part)
    await rename(part, folder).catch(async (error: Error) => {
      if (!(await isSealed(folder))) throw error // else another process was faster
    })
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

/** A name must not outlive a loss of power that the bytes under it did not. */
async function onDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync().finally(() => handle.close())
}
