import { join } from 'node:path'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ModelError } from './error'
import { type LoadedModel, openModel } from './model'

const runtime = vi.hoisted(() => ({ loaded: false }))
vi.mock('onnxruntime-node', async (original) => {
  runtime.loaded = true
  return await original()
})

const tiny = join(import.meta.dirname, '../../../tests/golden/models/tiny-sd1')
const tensor = (...shape: number[]): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b)).fill(0.1),
})
const sentence = Array<number>(77).fill(5)

describe('a model', () => {
  let model: LoadedModel
  beforeAll(async () => {
    model = await openModel(tiny, { threads: 1 })
  })
  afterAll(() => model.dispose())

  it('is open before onnxruntime is loaded, which waits for the first run', async () => {
    expect(model).toMatchObject({ name: 'tiny-sd1', latent: { channels: 4, downscale: 8, scalingFactor: 0.18215 } })
    expect(runtime.loaded).toBe(false)
    await model.encodeText([sentence])
    expect(runtime.loaded).toBe(true)
  })

  it('goes from a sentence to a picture, of any size and number', async () => {
    const { context } = await model.encodeText([sentence, sentence, sentence])
    const latent = await model.predict(tensor(3, 4, 3, 7), [999, 500.5, 0], { context })
    const image = await model.decode(latent)
    expect([context.shape, latent.shape, image.shape]).toEqual([[3, 77, 16], [3, 4, 3, 7], [3, 3, 24, 56]]) // biome-ignore format: a row
    expect((await model.encode(image)).shape).toEqual([3, 4, 3, 7])
    expect(image.data.every(Number.isFinite)).toBe(true)
  })

  it('predicts a row alike, whatever stands beside it', async () => {
    const { context } = await model.encodeText([sentence])
    const x = { shape: [1, 4, 8, 8], data: Float32Array.from({ length: 256 }, (_, i) => Math.sin(i)) }
    const alone = await model.predict(x, [500], { context })
    const twice = (t: Tensor) => ({ shape: [2, ...t.shape.slice(1)], data: new Float32Array([...t.data, ...t.data]) })
    const both = await model.predict(twice(x), [500, 500], { context: twice(context) })
    const difference = alone.data.map((value, i) => Math.abs(value - both.data[256 + i]!))
    expect(Math.max(...difference)).toBeLessThan(1e-4)
  })

  it('takes calls at once, one after the other', async () => {
    const both = await Promise.all([model.decode(tensor(1, 4, 2, 2)), model.decode(tensor(1, 4, 2, 2))])
    expect(both[0]).toEqual(both[1])
  })

  it.each<[string, (model: LoadedModel) => Promise<unknown>]>([
    ['rows of 77 token ids are expected; got 3', (m) => m.encodeText([[1, 2, 3]])],
    ['rows of 77 token ids are expected; got no rows', (m) => m.encodeText([])],
    ['token ids from 0 to 519 are expected; got 520', (m) => m.encodeText([sentence.with(4, 520)])],
    ['token ids from 0 to 519 are expected; got 1.5', (m) => m.encodeText([sentence.with(4, 1.5)])],
    ['a latent of 4 channels is expected; got shape [1,3,8,8]', (m) => m.decode(tensor(1, 3, 8, 8))],
    ['an image may have up to 4096 pixels a side; got 8×8000', (m) => m.decode(tensor(1, 4, 1000, 1))],
    [
      '2 time steps are expected, one for each row; got 1',
      (m) => m.predict(tensor(2, 4, 8, 8), [1], { context: tensor(2, 77, 16) }),
    ],
    [
      'a context of shape [1,tokens,16] is expected; got [1,77,8]',
      (m) => m.predict(tensor(1, 4, 8, 8), [1], { context: tensor(1, 77, 8) }),
    ],
    [
      'a context of shape [2,tokens,16] is expected; got [1,77,16]',
      (m) => m.predict(tensor(2, 4, 8, 8), [1, 1], { context: tensor(1, 77, 16) }),
    ],
    ['sides divisible by 8 and up to 4096 pixels are expected; got 20×16', (m) => m.encode(tensor(1, 3, 16, 20))],
    ['an image of 3 channels is expected; got shape [1,4,16,16]', (m) => m.encode(tensor(1, 4, 16, 16))],
  ])('says what it cannot do: %s', async (message, call) => {
    await expect(call(model)).rejects.toThrow(`tiny-sd1: ${message}`)
    await expect(call(model)).rejects.toThrow(ModelError)
  })

  it('runs no more once closed', async () => {
    const other = await openModel(tiny, { threads: 1 })
    const running = other.decode(tensor(1, 4, 2, 2))
    await other.dispose()
    expect((await running).shape).toEqual([1, 3, 16, 16])
    const calls = [other.decode(tensor(1, 4, 2, 2)), other.encodeText([sentence])]
    for (const call of calls) await expect(call).rejects.toThrow('the model has been closed')
    await other.dispose()
  })

  it('computes in 32 bits where a CPU is asked for 16, and says so', async () => {
    const model = await openModel(tiny, { device: 'cpu', precision: 'fp16' })
    const instead = 'cpu has no arithmetic of 16 bits here; it is computed in 32'
    expect(model.computing).toEqual({ device: 'cpu', precision: 'fp32', instead })
  })

  it('names a device that is not known, and one that is not there', async () => {
    await expect(openModel(tiny, { device: 'tpu' })).rejects.toThrow('device tpu is not known; known is auto, cpu')
    await expect(openModel(tiny, { device: 'dml' })).rejects.toThrow('dml is for Windows; use --device')
  })
})
