import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectModel, openModel } from '@loom/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Drawn, drawn, type Listed, writeSafetensors } from '../support/drawn-checkpoint'
import { legacyTorch, zippedTorch } from '../support/torch-archive'

/** Some values of what diffusers makes of these weights: python tests/golden/single-file/make.py */
type Golden = { shape: number[]; every: number; values: number[] }

let folder: string
let sd1: Drawn[]
let context: Golden
let sd2: Drawn[]
const read = async (kind: string): Promise<Listed & { golden: { context: Golden } }> =>
  JSON.parse(await readFile(join(import.meta.dirname, `../golden/single-file/${kind}.json`), 'utf8'))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
  const listed = await read('sd1')
  sd1 = [...drawn(listed)]
  context = listed.golden.context
  sd2 = [...drawn(await read('sd2'))]
})
afterAll(() => rm(folder, { recursive: true }))

const row = [518, 5, 77, 300, ...new Array<number>(73).fill(519)]
const unet = 'model.diffusion_model.'
const small = (name: string, data: Float32Array, shape: number[] = [data.length]): Drawn => ({ name, shape, data })
const renamed = (tensors: readonly Drawn[], nameOf: (name: string) => string) =>
  tensors.map((tensor) => ({ ...tensor, name: nameOf(tensor.name) }))

/** How far the text encoder of a file, and a call of its UNet as a sum, are from what is expected. */
async function contextError(file: string): Promise<number> {
  const model = await openModel(file, { threads: 1 })
  const { data } = (await model.encodeText([row])).context
  await model.dispose()
  const largest = Math.max(...context.values.map(Math.abs))
  return Math.max(...context.values.map((value, i) => Math.abs(value - data[i * context.every]!))) / largest
}

async function predicted(file: string): Promise<Float32Array> {
  const model = await openModel(file, { threads: 1 })
  const values = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i))
  const x = { shape: [1, 4, 8, 8], data: values(256) }
  const told = { context: { shape: [1, 77, 64], data: values(77 * 64) } }
  const { data } = await model.predict(x, [401], told)
  await model.dispose()
  return data
}

describe('the same weights', () => {
  let expected: Float32Array
  beforeAll(async () => {
    const file = join(folder, 'plain.safetensors')
    await writeSafetensors(file, sd1)
    expected = await predicted(file)
  })

  it.each([
    ['.ckpt as torch writes it', () => zippedTorch(sd1)],
    ['.ckpt with the fields of a large archive', () => zippedTorch(sd1, true)],
    ['.ckpt as old torch wrote it', () => legacyTorch(sd1)],
  ])('in a %s give the same numbers', async (kind, write) => {
    const file = join(folder, `${kind.replace(/\W+/g, '-')}.ckpt`)
    await writeFile(file, write())
    expect(await contextError(file)).toBeLessThan(1e-5)
    expect(await predicted(file)).toEqual(expected)
    expect(await inspectModel(file)).toMatchObject({ format: 'torch', role: 'checkpoint', missing: [] })
  })

  it('in bfloat16 give numbers as near as its eight bits are', async () => {
    const file = join(folder, 'bf16.safetensors')
    await writeSafetensors(file, sd1, 'BF16')
    const error = await contextError(file)
    expect(error).toBeGreaterThan(1e-4)
    expect(error).toBeLessThan(0.1)
    expect((await inspectModel(file)).parts.map(({ precision }) => Object.keys(precision))).toEqual(
      new Array(4).fill(['bfloat16']),
    )
  })

  it('as the mean over their training (EMA) alone give the same numbers', async () => {
    const mean = (name: string) =>
      name.startsWith(unet) ? `model_ema.${name.slice('model.'.length).replaceAll('.', '')}` : name
    const file = join(folder, 'ema.safetensors')
    await writeSafetensors(file, [...renamed(sd1, mean), small('model_ema.decay', Float32Array.of(0.9999), [])])
    expect(await predicted(file)).toEqual(expected)
  })

  it('beside their mean over training are read themselves, and the mean is told of', async () => {
    const mean = sd1.filter(({ name }) => name.startsWith(unet))
    const name = (it: string) => `model_ema.${it.slice('model.'.length).replaceAll('.', '')}`
    const zeros = mean.map((it) => ({ ...it, name: name(it.name), data: new Float32Array(it.data.length) }))
    const file = join(folder, 'both.safetensors')
    await writeSafetensors(file, [...sd1, ...zeros])
    expect(await predicted(file)).toEqual(expected)
    const { unused } = await inspectModel(file)
    expect(unused.reduce((all, { tensors }) => all + tensors, 0)).toBe(mean.length)
    expect(unused.every(({ part }) => part.startsWith('model_ema.diffusion_model'))).toBe(true)
  })

  it('under the names of old files, without text_model, give the same numbers', async () => {
    const file = join(folder, 'old.safetensors')
    const old = renamed(sd1, (name) => name.replace('transformer.text_model.', 'transformer.'))
    await writeSafetensors(file, old)
    expect(await contextError(file)).toBeLessThan(1e-5)
  })
})

describe('what a UNet was trained to say', () => {
  const bias = (spread: number) =>
    small(
      `${unet}output_blocks.11.1.transformer_blocks.0.norm1.bias`,
      Float32Array.from({ length: 64 }, (_, i) => (i % 2 ? spread : -spread)),
    )
  const marker = (name: string) => small(name, new Float32Array(0))

  it.each<[string, () => Drawn[], string, boolean]>([
    ['Stable Diffusion 1', () => sd1, 'epsilon', false],
    ['Stable Diffusion 2 with a bias of little spread', () => [...sd2, bias(0.08)], 'epsilon', false],
    ['Stable Diffusion 2 with a bias of much spread', () => [...sd2, bias(0.1)], 'v_prediction', false],
    ['Stable Diffusion 1 with such a bias', () => [...sd1, bias(0.1)], 'epsilon', false],
    ['a file marked v_pred', () => [...sd1, marker('v_pred')], 'v_prediction', false],
    ['a file marked v_pred and ztsnr', () => [...sd1, marker('v_pred'), marker('ztsnr')], 'v_prediction', true],
  ])('is told by %s', async (_, tensors, prediction, zeroSnr) => {
    const file = join(folder, 'sign.safetensors')
    await writeSafetensors(file, tensors())
    const { schedulerConfig } = await openModel(file)
    expect(schedulerConfig).toMatchObject({ prediction_type: prediction, rescale_betas_zero_snr: zeroSnr })
    expect((await inspectModel(file)).prediction).toBe(prediction + (zeroSnr ? ', zero terminal SNR' : ''))
  })
})
