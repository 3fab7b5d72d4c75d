import { createHash } from 'node:crypto'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files of a graph laid out: onnxruntime's two, and what tells whether they are as they were written. */
export const files = { graph: 'model.onnx', weights: 'model.data', seal: 'seal' } as const

/** So many bytes of the weights are looked at, at so many places: to read all would take longer than it saves. */
const sample = 4096
const places = 64

export const seal = async (folder: string): Promise<void> => writeFile(join(folder, files.seal), await sealOf(folder))

/** Whether a folder holds what was sealed in it. */
export async function isSealed(folder: string): Promise<boolean> {
  try {
    return (await readFile(join(folder, files.seal), 'utf8')) === (await sealOf(folder))
  } catch {
    return false
  }
}

/** Depends on all of the graph, the size of the weights and some of them. */
async function sealOf(folder: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(folder, files.graph)))
  const weights = await open(join(folder, files.weights))
  try {
    const { size } = await weights.stat()
    hash.update(`\n${size}\n`)
    const last = Math.max(0, size - sample)
    const bytes = Buffer.alloc(sample)
    for (let i = 0; i < places; i++) {
      const { bytesRead } = await weights.read(bytes, 0, sample, Math.floor((last * i) / (places - 1)))
      hash.update(bytes.subarray(0, bytesRead))
    }
  } finally {
    await weights.close()
  }
  return hash.digest('hex')
}
