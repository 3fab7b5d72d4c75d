import { join } from 'node:path'
import { type LoadedModel, openModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers: python tests/golden/models/make_tiny_models.py, and make_tiny_xl.py

describe.each(['tiny-sd1', 'tiny-sd2', 'tiny-sdxl', 'tiny-refiner', 'tiny-inpaint'])('%s', (name) => {
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
    const { context, pooled } = await model.encodeText(ids)
    expect(relativeError(context, get('context'))).toBeLessThan(1e-5)
    if (golden.has('pooled')) expect(relativeError(pooled!, get('pooled'))).toBeLessThan(1e-5)
    else expect(pooled).toBeUndefined()
  })

  it('predicts noise as diffusers does, for sizes that do not halve evenly too', async () => {
    const { context, pooled, numbers } = Object.fromEntries(golden)
    const told = { context: context!, ...(pooled && { pooled, numbers: numbers! }) }
    const predicted = await model.predict(get('x'), [...get('timesteps').data], told)
    expect(relativeError(predicted, get('predicted'))).toBeLessThan(1e-5)
  })

  it('decodes a latent as diffusers does', async () => {
    expect(relativeError(await model.decode(get('latent')), get('decoded'))).toBeLessThan(1e-5)
  })

  it('encodes an image as diffusers does', async () => {
    expect(relativeError(await model.encode(get('image')), get('encoded'))).toBeLessThan(1e-5)
  })
})
