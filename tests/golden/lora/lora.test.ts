import { join } from 'node:path'
import { type LoadedModel, openModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers and the files: python tests/golden/lora/make.py, make_lycoris.py and make_xl.py

const here = import.meta.dirname
const tiny = join(here, '../models/tiny-sd1')
let base: LoadedModel
let golden: Map<string, Tensor>
let given: Map<string, Tensor>
beforeAll(async () => {
  base = await openModel(tiny, { device: 'cpu', threads: 1 })
  given = await readTensors(join(tiny, 'golden.safetensors'))
  const made = ['golden', 'golden-lycoris'].map((name) => readTensors(join(here, `${name}.safetensors`)))
  golden = new Map((await Promise.all(made)).flatMap((tensors) => [...tensors]))
})
afterAll(() => base.dispose())

type Entry = readonly [file: string, unet: number, text: number]

async function withLoras(...stack: readonly Entry[]): Promise<LoadedModel> {
  let model = base
  for (const [file, unet, text] of stack) {
    const added = await model.withLora(join(here, file), { unet, text })
    expect(added.unused).toEqual([])
    model = added.model
  }
  return model
}

const predict = (model: LoadedModel) =>
  model.predict(given.get('x')!, [...given.get('timesteps')!.data], { context: given.get('context')! })

async function encode(model: LoadedModel): Promise<Tensor> {
  const ids = [...given.get('ids')!.data.subarray(77, 154)]
  return (await model.encodeText([ids])).context
}

const alone = [
  ...['kohya', 'kohya-original', 'peft', 'peft-alpha', 'processor', 'locon-tucker'],
  ...['loha', 'lokr', 'dora', 'dora-loha', 'dora-rows', 'full'],
  ...['oft', 'oft-constrained', 'boft', 'glora', 'glora-older'],
]
/** Files without a part for the text encoder. */
const unetOnly = ['kohya-original', 'processor', 'locon-tucker', 'dora-loha', 'oft-constrained', 'glora-older']
const runs: Record<string, Entry[]> = {
  ...Object.fromEntries(alone.map((name): [string, Entry[]] => [name, [[`${name}.safetensors`, 1, 1]]])),
  negative: [['kohya.safetensors', -0.7, -1.5]],
  'half-dora': [['dora.safetensors', 0.5, 0.25]],
  'half-boft': [['boft.safetensors', 0.5, 0.25]],
  stacked: [
    ['kohya.safetensors', 0.8, 0.5],
    ['lokr.safetensors', -0.4, 0.6],
    ['peft.safetensors', 0.3, 0],
  ],
  'stacked-lycoris': [
    ['oft.safetensors', 0.8, 0.5],
    ['glora.safetensors', -0.4, 0.6],
    ['full.safetensors', 0.3, 0],
  ],
}

describe.each(Object.entries(runs))('LoRA, %s', (name, stack) => {
  it('changes what the UNet predicts as the merged weights do', async () => {
    const model = await withLoras(...stack)
    expect(relativeError(await predict(model), golden.get(`${name}/predicted`)!)).toBeLessThan(2e-5)
  })
})

const withText = Object.entries(runs).filter(([name]) => !unetOnly.includes(name))
describe.each(withText)('LoRA, %s', (name, stack) => {
  it('changes what the text encoder says as the merged weights do', async () => {
    const model = await withLoras(...stack)
    expect(relativeError(await encode(model), golden.get(`${name}/context`)!)).toBeLessThan(1e-5)
  })
})

describe("LoRA of kohya's trainer for SDXL", () => {
  it('changes the UNet and both text encoders as the merged weights do', async () => {
    const folder = join(here, '../models/tiny-sdxl')
    const given = Object.fromEntries(await readTensors(join(folder, 'golden.safetensors')))
    const golden = await readTensors(join(here, 'golden-xl.safetensors'))
    const plain = await openModel(folder, { device: 'cpu', threads: 1 })
    const { model, unused } = await plain.withLora(join(here, 'sdxl.safetensors'), { unet: 1, text: 1 })
    expect(unused).toEqual([])
    const { x, timesteps, context, pooled, numbers, ids } = given
    const told = { context: context!, pooled: pooled!, numbers: numbers! }
    const predicted = await model.predict(x!, [...timesteps!.data], told)
    const text = await model.encodeText([[...ids!.data.subarray(0, 77)]])
    expect(relativeError(predicted, golden.get('sdxl/predicted')!)).toBeLessThan(1e-5)
    expect(relativeError(text.context, golden.get('sdxl/context')!)).toBeLessThan(1e-5)
    expect(relativeError(text.pooled!, golden.get('sdxl/pooled')!)).toBeLessThan(1e-5)
    await plain.dispose()
  })
})

describe('LoRA', () => {
  it('is read from a torch archive too', async () => {
    const model = await withLoras(['kohya.pt', 1, 1])
    expect(relativeError(await predict(model), golden.get('kohya/predicted')!)).toBeLessThan(1e-5)
  })

  it('changes nothing at strength 0', async () => {
    const model = await withLoras(['kohya.safetensors', 0, 0], ['lokr.safetensors', 0, 0])
    expect(relativeError(await predict(model), await predict(base))).toBeLessThan(1e-5)
    expect(relativeError(await encode(model), await encode(base))).toBeLessThan(1e-5)
  })

  it('keeps the texts of a model apart whose text encoder it changes', async () => {
    const [weak, strong, off] = [0.5, 1, 0].map((text) => withLoras(['kohya.safetensors', 1, text]))
    expect((await weak)!.textId).not.toBe((await strong)!.textId)
    expect((await off)!.textId).toBe(base.textId)
    const mute = await withLoras(['kohya-original.safetensors', 1, 1])
    expect(mute.textId).toBe(base.textId)
  })

  it('tells models of all files and strengths apart', async () => {
    const models = [base, await withLoras(['kohya.safetensors', 1, 0]), await withLoras(['kohya.safetensors', 0.9, 0])]
    expect(new Set(models.map(({ id }) => id)).size).toBe(3)
  })

  it('goes on working after its session had to go', async () => {
    const first = await withLoras(['kohya.safetensors', 1, 1])
    await predict(first)
    for (const name of ['peft', 'loha', 'lokr']) await predict(await withLoras([`${name}.safetensors`, 1, 1]))
    expect(relativeError(await predict(first), golden.get('kohya/predicted')!)).toBeLessThan(1e-5)
  })
})
