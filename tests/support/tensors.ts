import { open } from 'node:fs/promises'
import type { Tensor } from '@loom/tensor'
import { expect } from 'vitest'
import { readTensorFile } from '../../packages/models/src/tensor-file'

/** Largest difference, measured by the largest value. */
export function relativeError(actual: Tensor, expected: Tensor): number {
  expect(actual.shape).toEqual(expected.shape)
  const largest = expected.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  const difference = expected.data.reduce((max, value, i) => Math.max(max, Math.abs(value - actual.data[i]!)), 0)
  const error = difference / largest
  if (process.env.SHOW_ERRORS) console.log(expect.getState().currentTestName, error.toExponential(1))
  return error
}

/** The tensors of a small file, brought to float32. */
export async function readTensors(path: string): Promise<Map<string, Tensor>> {
  const { tensors } = await readTensorFile(path)
  const file = await open(path)
  const read = new Map<string, Tensor>()
  for (const [name, { shape, dtype, begin, end }] of tensors) {
    const { buffer } = await file.read(new Uint8Array(end - begin), 0, end - begin, begin)
    const data = dtype === 'I32' ? Float32Array.from(new Int32Array(buffer.buffer)) : new Float32Array(buffer.buffer)
    read.set(name, { shape, data })
  }
  await file.close()
  return read
}
