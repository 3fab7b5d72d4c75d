import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type LoadedModel, openModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readHeader } from '../../../packages/models/src/safetensors'

// The numbers: python tests/golden/models/make_tiny_models.py

describe.each(['tiny-sd1', 'tiny-sd2'])('%s', (name) => {
  const folder = join(import.meta.dirname, name)
  let golden: Map<string, Tensor>
  let model: LoadedModel
  beforeAll(async () => {
    golden = await readTensors(join(folder, 'golden.safetensors'))
    model = await openModel(folder, { device: 'cpu', threads: 1 })
  })
  afterAll(() => model.dispose())
  const get = (key: string) => golden.get(key)!

  it('encodes text as transformers does', async () => {
    const { shape, data } = get('ids')
    const ids = Array.from({ length: shape[0]! }, (_, row) => [...data.subarray(row * 77, (row + 1) * 77)])
    expect(relativeError(await model.encodeText(ids), get('context'))).toBeLessThan(1e-5)
  })

  it('predicts noise as diffusers does, for sizes that do not halve evenly too', async () => {
    const predicted = await model.predict(get('x'), [...get('timesteps').data], get('context'))
    expect(relativeError(predicted, get('predicted'))).toBeLessThan(1e-5)
  })

  it('decodes a latent as diffusers does', async () => {
    expect(relativeError(await model.decode(get('latent')), get('decoded'))).toBeLessThan(1e-5)
  })

  it('encodes an image as diffusers does', async () => {
    expect(relativeError(await model.encode(get('image')), get('encoded'))).toBeLessThan(1e-5)
  })
})

/** Largest difference, measured by the largest value. */
function relativeError(actual: Tensor, expected: Tensor): number {
  expect(actual.shape).toEqual(expected.shape)
  const largest = expected.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  const difference = expected.data.reduce((max, value, i) => Math.max(max, Math.abs(value - actual.data[i]!)), 0)
  const error = difference / largest
  if (process.env.SHOW_ERRORS) console.log(expect.getState().currentTestName, error.toExponential(1))
  return error
}

/** The tensors of a small file, brought to float32. */
async function readTensors(path: string): Promise<Map<string, Tensor>> {
  const { tensors } = await readHeader(path)
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
