import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Adapter, conv2d, Scope, times, type Weights } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCheckpoint } from '../checkpoint'
import { type LoadedModel, openModel } from '../model'
import { openSession } from '../session'
import { Int8Weights } from './int8-weights'

const tiny = join(import.meta.dirname, '../../../../tests/golden/models/tiny-sd1')
const wave = (...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => 2 * Math.sin(i * i)),
})

/** ‖a − b‖ ÷ ‖b‖ */
function distance({ data: a }: Tensor, { data: b }: Tensor): number {
  const norm = (values: Float32Array) => Math.sqrt(values.reduce((all, value) => all + value * value, 0))
  return norm(a.map((value, i) => value - b[i]!)) / norm(b)
}

describe('a model in 8 bits', () => {
  let cache: string
  let exact: LoadedModel
  let small: LoadedModel
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'loom-int8-'))
    exact = await openModel(tiny, { threads: 1 })
    small = await openModel(tiny, { threads: 1, precision: 'int8', cache })
  })
  afterAll(async () => {
    await Promise.all([exact.dispose(), small.dispose()])
    await rm(cache, { recursive: true })
  })
  const predict = async (model: LoadedModel, x: Tensor) => {
    const { context } = await model.encodeText(x.shape[0] === 2 ? [ids, ids] : [ids])
    return model.predict(x, Array(x.shape[0]).fill(500), { context })
  }
  const ids = Array.from({ length: 77 }, (_, i) => (i % 40) + 1)

  it('predicts nearly what it predicts in 32 bits, and not the same', async () => {
    const x = wave(1, 4, 9, 14)
    const off = distance(await predict(small, x), await predict(exact, x))
    expect(off).toBeLessThan(0.1) // random weights in layers of 16 channels; wider ones err less
    expect(off).toBeGreaterThan(1e-5)
  })

  it('predicts a row alike, whatever stands beside it', async () => {
    const x = wave(1, 4, 8, 8)
    const loud = x.data.map((value) => 30 * value)
    const beside = await predict(small, { shape: [2, 4, 8, 8], data: new Float32Array([...x.data, ...loud]) })
    const alone = await predict(small, x)
    expect(distance({ ...alone, data: beside.data.subarray(0, 256) }, alone)).toBeLessThan(1e-5)
  })

  it('keeps its weights for the next time, and makes a file anew that is not whole', async () => {
    await predict(small, wave(1, 4, 8, 8))
    const [name] = (await readdir(cache)).filter((file) => file.startsWith('unet'))
    const file = join(cache, name!)
    const { mtimeMs, size } = await stat(file)
    const again = async () => {
      const model = await openModel(tiny, { threads: 1, precision: 'int8', cache })
      const predicted = await predict(model, wave(1, 4, 8, 8))
      await model.dispose()
      return predicted
    }
    const first = await again()
    expect(await stat(file)).toMatchObject({ mtimeMs, size })
    await truncate(file, size - 64)
    expect(await again()).toEqual(first)
    expect((await stat(file)).size).toBe(size)
  })
})

describe('a convolution in 8 bits', () => {
  const name = 'down_blocks.0.resnets.0.conv1'
  type Options = Parameters<typeof conv2d>[4]
  let weights: Weights
  let cache: string
  beforeAll(async () => {
    weights = await readCheckpoint(join(tiny, 'unet/diffusion_pytorch_model.safetensors'))
    cache = await mkdtemp(join(tmpdir(), 'loom-int8-'))
  })
  afterAll(() => rm(cache, { recursive: true }))

  async function run(from: Weights, options: Options, adapter?: Adapter): Promise<Tensor> {
    const [to, C] = weights.get(`${name}.weight`)!.shape as [number, number]
    const g = Scope.root('conv', from, adapter)
    g.output('y', conv2d(g.at(name), g.input('x', 'float32', ['B', C, 'h', 'w']), to, 3, options))
    if (from instanceof Int8Weights) await from.write()
    const session = await openSession(g, { threads: 1 })
    const { y } = await session.run({ x: wave(2, C, 7, 10) })
    await session.dispose()
    return y!
  }
  const inInt8 = (options: Options, adapter?: Adapter) =>
    run(new Int8Weights(weights, join(cache, 'conv.int8')), options, adapter)

  it.each<[string, Options]>([
    ['with padding all around', { padding: 1 }],
    ['in strides', { stride: 2, padding: 1 }],
    ['padded at the far end only', { stride: 2, padding: [0, 0, 1, 1] }],
  ])('gives what it gives in 32 bits: %s', async (_, options) => {
    const [small, exact] = [await inInt8(options), await run(weights, options)]
    expect(small.shape).toEqual(exact.shape)
    expect(distance(small, exact)).toBeLessThan(0.02)
    expect(distance(small, exact)).toBeGreaterThan(1e-4)
  })

  it('keeps to 8 bits under an adapter that leaves its weight alone, and computes a changed weight in 32', async () => {
    const rest: Omit<Adapter, 'weight'> = { bias: (_, __, ___, bias) => bias, output: (_, __, y) => y }
    const same: Adapter = { weight: (_, weight) => weight, ...rest }
    expect(await inInt8({}, same)).toEqual(await inInt8({}))
    const doubled: Adapter = { weight: (g, weight) => times(g, weight, 2), ...rest }
    expect(await inInt8({}, doubled)).toEqual(await run(weights, {}, doubled))
  })
})
