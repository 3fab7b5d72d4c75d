import { mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Int8Weight, StoredTensor } from '@loom/onnx-graph'
import { ModelError } from '../error'
import { allNumbers } from '../spoilt-weight'
import { readWhole } from '../values'
import { quantize } from './quantize'

/** A weight, and where its form in 8 bits is to lie. */
export type Quantized = { readonly from: StoredTensor; readonly to: Int8Weight }

/** Writes weights in 8 bits into a file of `size` bytes, unless it is there already. It appears only when it is whole. */
export async function writeInt8File(file: string, weights: readonly Quantized[], size: number): Promise<void> {
  if ((await stat(file).catch(() => undefined))?.size === size) return
  await mkdir(dirname(file), { recursive: true })
  const part = `${file}.${process.pid}`
  const handle = await open(part, 'w')
  try {
    for (const { from, to } of weights) {
      const numbers = await readWhole(from)
      if (!allNumbers(numbers)) throw new ModelError(`${from.file} cannot be used: a weight in it is not a number`)
      const { values, scale } = quantize(numbers, from.shape)
      await handle.write(values, 0, values.byteLength, to.values.offset)
      await handle.write(scale, 0, scale.byteLength, to.scale.offset)
    }
    await handle.truncate(size)
  } finally {
    await handle.close()
  }
  await rename(part, file)
}
