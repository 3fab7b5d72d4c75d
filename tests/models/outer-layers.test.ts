import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AttentionEdits, type LoadedModel, openModel, type Told } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const models = join(import.meta.dirname, '../golden/models')
const wave = (...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i)),
})
const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const off = ({ data: a }: Tensor, { data: b }: Tensor) => largest(a.map((value, i) => value - b[i]!)) / largest(b)

/** Takes the deep feature of a call to the same call: the outer layers must predict what the whole predicts. */
async function goesOn(model: LoadedModel, depth: number, edits: AttentionEdits = {}, more: Partial<Told> = {}) {
  const { config } = model.parts.unet
  const x = wave(2, config.inChannels, 9, 14) // a size that does not halve evenly
  const added = model.added && { pooled: wave(2, model.added.pooled), numbers: wave(2, model.added.numbers) }
  const told = { context: wave(2, 77, config.contextWidth), ...added, ...more }
  const { predicted, deep } = await model.attend(x, [981, 17], told, { ...edits, deep: depth })
  return { predicted, shallow: await model.predictShallow(x, [981, 17], told, edits, deep!) }
}

describe.each(['tiny-sd1', 'tiny-sd2', 'tiny-sdxl', 'tiny-refiner', 'tiny-inpaint'])(
  'the outer layers of %s',
  (name) => {
    it('go on to what the whole UNet predicts', async () => {
      const model = await openModel(join(models, name), { threads: 1 })
      expect(model.layersUp).toBeGreaterThan(3)
      for (const depth of [1, 3, model.layersUp]) {
        const { shallow, predicted } = await goesOn(model, depth)
        expect(off(shallow, predicted)).toBeLessThan(1e-5)
      }
      await model.dispose()
    })
  },
)

describe('the outer layers', () => {
  let model: LoadedModel
  let plain: Tensor
  beforeAll(async () => {
    model = await openModel(join(models, 'tiny-sd1'), { threads: 1 })
    plain = (await goesOn(model, 2)).predicted
  })
  afterAll(() => model.dispose())

  const mapped = new Float32Array(77 * 77).fill(1 / 77)
  const everywhere = (layers: number) =>
    new Map(Array.from({ length: layers }, (_, layer) => [layer, { q: [0, 0], k: [0, 0], v: [1, 0] }] as const))
  it.each<[string, () => AttentionEdits]>([
    ['cross-attention', () => ({ cross: [{ row: 1, source: 0, mapped }], own: new Map([[1, new Float32Array(77)]]) })],
    ['self-attention', () => ({ self: everywhere(model.sites.self.length) })],
    [
      'self-attention of the last layer',
      () => ({ self: new Map([[model.sites.self.length - 1, { q: [1, 0], k: [1, 0], v: [0, 1] }]]) }),
    ],
    ['features', () => ({ features: [1, 0] })],
  ])('are edited as the whole is: %s', async (_, edits) => {
    // biome-ignore format: a table
    for (const depth of [2, model.layersUp]) {
      const { shallow, predicted } = await goesOn(model, depth, edits())
      expect(off(predicted, plain)).toBeGreaterThan(1e-3)
      expect(off(shallow, predicted)).toBeLessThan(1e-5)
    }
  })

  it('get what a ControlNet adds to them', async () => {
    const channels = [4, 4, 4, 8, 8, 8, 8]
    const sides = [[9, 14], [9, 14], [5, 7], [5, 7], [3, 4], [3, 4], [3, 4]] // biome-ignore format: a list
    const residuals = channels.map((C, i) => wave(2, C, ...sides[i]!))
    const { shallow, predicted } = await goesOn(model, 3, {}, { residuals })
    expect(off(predicted, plain)).toBeGreaterThan(0.01)
    expect(off(shallow, predicted)).toBeLessThan(1e-5)
  })

  it('are changed by LoRA files', async () => {
    const { model: changed } = await model.withLora(join(models, '../lora/kohya.safetensors'), { unet: 0.7, text: 0 })
    const { shallow, predicted } = await goesOn(changed, 4)
    expect(off(predicted, plain)).toBeGreaterThan(1e-3)
    expect(off(shallow, predicted)).toBeLessThan(1e-5)
  })

  it('are in 8 bits where the whole is', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'loom-int8-'))
    const small = await openModel(join(models, 'tiny-sd1'), { threads: 1, precision: 'int8', cache })
    const { shallow, predicted } = await goesOn(small, 3)
    expect(off(predicted, plain)).toBeGreaterThan(1e-3)
    expect(off(shallow, predicted)).toBeLessThan(1e-5)
    await small.dispose()
    await rm(cache, { recursive: true })
  })
})
