import { join } from 'node:path'
import { gaussian } from '@loom/diffusion'
import { openModel } from '@loom/models'
import { describe, expect, it } from 'vitest'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers: python tests/golden/models/make_token_merging.py
const numbers = await readTensors(join(import.meta.dirname, 'token-merging.safetensors'))
const open = (name: string) => openModel(join(import.meta.dirname, name), { device: 'cpu', threads: 1 })

describe('places merged before self-attention', () => {
  it.each([
    ['tiny-sd1', 8, 12, [0, 0.25, 0.5, 0.75]],
    ['tiny-sd1', 7, 9, [0.5, 0.75]],
    ['tiny-sd2', 8, 8, [0.5]],
    ['tiny-sdxl', 16, 24, [0.5]],
  ] as const)('%s at %i×%i, two rows, give what PyTorch gives: parts %j', async (name, height, width, parts) => {
    const model = await open(name)
    const { added } = model
    const told = {
      context: gaussian(2)([2, 77, name === 'tiny-sdxl' ? 40 : 16]),
      ...(added && {
        pooled: gaussian(3)([2, added.pooled]),
        numbers: { shape: [2, 6], data: Float32Array.from([1, 2].flatMap(() => [64, 64, 0, 0, 64, 64])) },
      }),
    }
    const x = gaussian(1)([2, 4, height, width])
    for (const merged of parts) {
      const { predicted } = await model.attend(x, [601, 301], told, { merged })
      expect(relativeError(predicted, numbers.get(`${name} ${height} ${width} ${merged}`)!)).toBeLessThan(1e-4)
    }
    await model.dispose()
  })

  it('give what PyTorch gives under a LoRA, too', async () => {
    const model = await open('tiny-sd1')
    const { model: changed } = await model.withLora(join(import.meta.dirname, '../lora/kohya.safetensors'), {
      ...{ unet: 1, text: 1 },
    })
    const told = { context: gaussian(2)([2, 77, 16]) }
    const { predicted } = await changed.attend(gaussian(1)([2, 4, 8, 12]), [601, 301], told, { merged: 0.5 })
    expect(relativeError(predicted, numbers.get('tiny-sd1 8 12 0.5 lora')!)).toBeLessThan(1e-4)
    expect(relativeError(predicted, numbers.get('tiny-sd1 8 12 0.5')!)).toBeGreaterThan(5e-3)
    await model.dispose()
  })

  it('are none in layers whose self-attention is edited or looked at', async () => {
    const model = await open('tiny-sd1')
    const call = (changes: Parameters<typeof model.attend>[3]) =>
      model.attend(gaussian(1)([2, 4, 8, 12]), [601, 301], { context: gaussian(2)([2, 77, 16]) }, changes)
    const layers = model.sites.self.flatMap(({ scale }, layer) => (scale === 1 ? [layer] : []))
    const self = new Map(layers.map((layer) => [layer, { q: [0, 0], k: [0, 0], v: [0, 1] }]))
    const merged = (await call({ merged: 0.5 })).predicted
    for (const changes of [{ self }, { inspected: { rows: [1], scale: 1 } }]) {
      const exact = await call(changes)
      expect(await call({ ...changes, merged: 0.5 })).toEqual(exact)
      expect(relativeError(merged, exact.predicted)).toBeGreaterThan(5e-3)
    }
    const one = new Map([...self].slice(0, 1))
    expect(await call({ self: one, merged: 0.5 })).not.toEqual(await call({ self: one }))
    expect((await call({ shown: [0, 1], merged: 0.5 })).predicted.shape).toEqual(merged.shape)
    await model.dispose()
  })

  it('are the same where only the outer layers run', async () => {
    const model = await open('tiny-sd1')
    const [x, told] = [gaussian(1)([2, 4, 8, 12]), { context: gaussian(2)([2, 77, 16]) }]
    const whole = await model.attend(x, [601, 301], told, { merged: 0.5, deep: 2 })
    const shallow = (merged: number) => model.predictShallow(x, [601, 301], told, { merged }, whole.deep!)
    expect(relativeError(await shallow(0.5), whole.predicted)).toBeLessThan(1e-5)
    expect(relativeError(await shallow(0), whole.predicted)).toBeGreaterThan(5e-3)
    await model.dispose()
  })

  it('are chosen for each row alone', async () => {
    const model = await open('tiny-sd1')
    const [x, context] = [gaussian(1)([2, 4, 8, 12]), gaussian(2)([2, 77, 16])]
    const row = ({ shape, data }: typeof x, at: number) => ({
      shape: [1, ...shape.slice(1)],
      data: data.slice((at * data.length) / 2, ((at + 1) * data.length) / 2),
    })
    const both = await model.attend(x, [601, 301], { context }, { merged: 0.5 })
    for (const [at, time] of [601, 301].entries()) {
      const { predicted } = await model.attend(row(x, at), [time], { context: row(context, at) }, { merged: 0.5 })
      expect(relativeError(predicted, row(both.predicted, at))).toBeLessThan(1e-5)
    }
    await model.dispose()
  })

  it('are none where there is no window of 2 × 2', async () => {
    const model = await open('tiny-sd1')
    const call = (merged: number) =>
      model.attend(gaussian(1)([1, 4, 1, 8]), [601], { context: gaussian(2)([1, 77, 16]) }, { merged })
    expect(await call(0.5)).toEqual(await call(0))
    await model.dispose()
  })

  it.each([-0.1, 0.76, Number.NaN])('are refused for a part of %d', async (merged) => {
    const model = await open('tiny-sd1')
    const call = model.attend(gaussian(1)([1, 4, 8, 8]), [601], { context: gaussian(2)([1, 77, 16]) }, { merged })
    await expect(call).rejects.toThrow(`tiny-sd1: places to merge are a part of 0 to 0.75, not ${merged}`)
    await model.dispose()
  })

  it('are numbers that tell merging from none', () => {
    const plain = numbers.get('tiny-sd1 8 12 0')!
    for (const part of [0.25, 0.5, 0.75])
      expect(relativeError(numbers.get(`tiny-sd1 8 12 ${part}`)!, plain)).toBeGreaterThan(5e-3)
  })
})
