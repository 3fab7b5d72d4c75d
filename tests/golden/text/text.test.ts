import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstVectorId, type LoadedModel, openModel, readEmbedding } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawn, writeSafetensors } from '../../support/drawn-checkpoint'

// The numbers and files: python tests/golden/text/make.py
type Some = { shape: number[]; every: number; values: number[] }
type Encoded = { context: Some; pooled?: Some }
type Golden = Record<string, { skips: Record<string, Encoded>; embedded: Encoded }>
const at = (name: string) => join(import.meta.dirname, name)
const golden: Golden = JSON.parse(await readFile(at('golden.json'), 'utf8'))

/** Largest difference, measured by the largest value. */
function error({ shape, data }: Tensor, { shape: expected, every, values }: Some): number {
  expect(shape).toEqual(expected)
  return Math.max(...values.map((value, i) => Math.abs(value - data[i * every]!))) / Math.max(...values.map(Math.abs))
}

const sentence = (...words: number[]) => [518, ...words, ...new Array<number>(76 - words.length).fill(519)]

describe.each(['sd1', 'sd2', 'sdxl'])('text on %s', (kind) => {
  let folder: string
  let model: LoadedModel
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loom-'))
    const file = join(folder, 'model.safetensors')
    await writeSafetensors(file, drawn(JSON.parse(await readFile(at(`../single-file/${kind}.json`), 'utf8'))))
    model = await openModel(file, { threads: 1 })
  })
  afterAll(async () => {
    await model.dispose()
    await rm(folder, { recursive: true })
  })

  it.each(['1', '2', '3'])('at clip skip %s is what transformers gives for that layer', async (skip) => {
    const told = await model.encodeText([sentence(5, 77, 300)], { clipSkip: Number(skip) })
    const expected = golden[kind]!.skips[skip]!
    expect(error(told.context, expected.context)).toBeLessThan(1e-5)
    if (expected.pooled) expect(error(told.pooled!, expected.pooled)).toBeLessThan(1e-5)
  })

  it('is read at the layer that the model was trained with when nothing is said', async () => {
    const skip = kind === 'sd1' ? 1 : 2
    const ids = [sentence(5, 77, 300)]
    expect(await model.encodeText(ids)).toEqual(await model.encodeText(ids, { clipSkip: skip }))
  })

  it('knows no layer before the first', async () => {
    await expect(model.encodeText([sentence(5)], { clipSkip: 4 })).rejects.toThrow(
      'model.safetensors: a clip skip from 1 to 3 is expected; got 4',
    )
  })

  it('may have vectors in place of words', async () => {
    const file = { sd1: 'automatic.pt', sd2: 'xl.safetensors', sdxl: 'xl.safetensors' }[kind]!
    const vectors = await readEmbedding(at(file))
    const ids = [0, 1, 2].map((k) => firstVectorId + k)
    const told = await model.encodeText([sentence(5, ...ids, 300)], { vectors })
    const expected = golden[kind]!.embedded
    expect(error(told.context, expected.context)).toBeLessThan(1e-5)
    if (expected.pooled) expect(error(told.pooled!, expected.pooled)).toBeLessThan(1e-5)
  })
})

describe('a textual-inversion file', () => {
  it.each([
    ['automatic.pt', 3, [64], 6],
    ['original.pt', 3, [64], 6],
    ['diffusers.bin', 1, [64], 6],
    ['diffusers.safetensors', 3, [64], 6],
    ['params.safetensors', 3, [64], 2],
    ['xl.safetensors', 3, [64, 128], 6],
  ])('%s has %i vectors of %j numbers', async (name, count, widths, digits) => {
    const vectors = await readEmbedding(at(name))
    expect(vectors.map(({ byWidth }) => [...byWidth.keys()].sort((a, b) => a - b))).toEqual(
      new Array(count).fill(widths),
    )
    const first = (await readEmbedding(at('xl.safetensors')))[0]!.byWidth.get(64)!
    for (const [i, value] of vectors[0]!.byWidth.get(64)!.entries()) expect(value).toBeCloseTo(first[i]!, digits)
  })

  it('is refused where its text encoders have different numbers of vectors', async () => {
    await expect(readEmbedding(at('uneven.safetensors'))).rejects.toThrow(
      /uneven\.safetensors has [23] vectors for one text encoder and [23] for another/,
    )
  })

  it('is told from other files', async () => {
    const lora = join(import.meta.dirname, '../models/tiny-sd1/unet/diffusion_pytorch_model.safetensors')
    await expect(readEmbedding(lora)).rejects.toThrow(
      /is not a textual-inversion embedding but the UNet of a diffusers folder/,
    )
  })
})
