import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadedModel, openMerge, openModel } from '@loom/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCheckpoint } from '../../packages/models/src/checkpoint'
import { readValues } from '../../packages/models/src/values'
import { writeSafetensors } from '../support/drawn-checkpoint'
import { root } from '../support/host'
import { readTensors, relativeError } from '../support/tensors'

const tiny = join(root, 'tests/golden/models/tiny-sd1')
const weightFiles = ['unet/diffusion_pytorch_model.safetensors', 'text_encoder/model.safetensors']
let folder: string

/** Value i of tensor t of a finetuned model, from that of the first. */
const tuned = (seed: number) => (value: number, i: number, t: number) =>
  value + 0.1 * Math.sin(seed * (i + 100 * t + 1))

/** The tiny model with other weights. */
async function variant(name: string, change: (value: number, i: number, t: number) => number): Promise<LoadedModel> {
  const path = join(folder, name)
  await cp(tiny, path, { recursive: true })
  for (const file of weightFiles) {
    const checkpoint = await readCheckpoint(join(tiny, file))
    const tensors: { name: string; shape: readonly number[]; data: Float32Array }[] = []
    for (const [t, name] of checkpoint.names.entries()) {
      const stored = checkpoint.get(name)!
      const values: number[] = []
      for await (const part of readValues(stored)) values.push(...part)
      tensors.push({ name, shape: stored.shape, data: Float32Array.from(values, (value, i) => change(value, i, t)) })
    }
    await writeSafetensors(join(path, file), tensors)
  }
  return openModel(path, { threads: 1 })
}

async function outputs(model: LoadedModel) {
  const { x, timesteps, context, ids } = Object.fromEntries(await readTensors(join(tiny, 'golden.safetensors')))
  const predicted = await model.predict(x!, [...timesteps!.data], { context: context! })
  return { predicted, text: (await model.encodeText([[...ids!.data.subarray(0, 77)]])).context }
}

async function expectSame(merged: LoadedModel, expected: LoadedModel): Promise<void> {
  const [got, wanted] = [await outputs(merged), await outputs(expected)]
  expect(relativeError(got.predicted, wanted.predicted)).toBeLessThan(1e-5)
  expect(relativeError(got.text, wanted.text)).toBeLessThan(1e-5)
}

describe('a merge of models', () => {
  let [a, b, c]: LoadedModel[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loom-merge-'))
    a = await openModel(tiny, { threads: 1 })
    b = await variant('b', tuned(1))
    c = await variant('c', tuned(2))
  })
  afterAll(async () => {
    for (const model of [a, b, c]) await model!.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  it('is a weighted sum of their weights', async () => {
    const terms = [
      { model: a!, factor: 0.3 },
      { model: b!, factor: 0.7 },
    ]
    const expected = await variant('sum', (value, i, t) => 0.3 * value + 0.7 * tuned(1)(value, i, t))
    await expectSame(await openMerge(terms, { threads: 1 }), expected)
  })

  it('adds what one has learned over another, of a merge too', async () => {
    const difference = (value: number, i: number, t: number) => tuned(1)(value, i, t) - tuned(2)(value, i, t)
    const terms = [
      { model: a!, factor: 1 },
      { model: b!, factor: 0.5 },
      { model: c!, factor: -0.5 },
    ]
    const merged = await openMerge(terms, { threads: 1 })
    await expectSame(merged, await variant('added', (value, i, t) => value + 0.5 * difference(value, i, t)))
    const halves = [merged, merged].map((model) => ({ model, factor: 0.5 }))
    await expectSame(await openMerge(halves, { threads: 1 }), merged)
    expect(merged.id).not.toBe(a!.id)
  })

  it('takes a LoRA as any model does, and goes on after its memory was let go', async () => {
    const merged = await openMerge([{ model: a!, factor: 1 }], { threads: 1 })
    const lora = join(root, 'tests/golden/lora/dora.safetensors')
    const [onMerge, onModel] = [merged, a!].map((model) => model.withLora(lora, { unet: 0.8, text: 0.5 }))
    await expectSame((await onMerge)!.model, (await onModel)!.model)
    await merged.release()
    await expectSame(merged, a!)
  })

  it('refuses to load what has changed since', async () => {
    const changing = await variant('changing', (value) => value)
    const merged = await openMerge([{ model: changing, factor: 1 }], { threads: 1 })
    const { model } = await changing.withLora(join(root, 'tests/golden/lora/kohya.safetensors'), { unet: 1, text: 1 })
    await variant('changing', (value) => 2 * value)
    for (const it of [changing, merged, model])
      await expect(outputs(it)).rejects.toThrow('has changed since it was opened')
  })

  it('says what differs between models of two kinds', async () => {
    const other = await openModel(join(root, 'tests/golden/models/tiny-sd2'))
    const terms = [a!, other].map((model) => ({ model, factor: 0.5 }))
    await expect(openMerge(terms)).rejects.toThrow(
      /^tiny-sd1 and tiny-sd2 are not of one kind: unet\.\S+ is .* in the other$/,
    )
  })
})
