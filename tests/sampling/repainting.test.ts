import type { Workflow } from '@loom/protocol'
import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { base, type Inputs, link, node, outcome, scheduler, steps } from '../support/sampling'

/** The left half of an 8×8 latent is painted again over one that was painted before. */
const repaint = (mask: Inputs, inputs: Inputs = {}, more: Workflow['nodes'] = {}) =>
  outcome<Tensor>(
    {
      ...base(),
      scheduler: scheduler({ sampler: 'euler' }),
      before: steps({ seed: 1 }),
      mask: node('MaskShape', { width: 64, height: 64, left: 0, right: 0.5, top: 0, bottom: 1, ...mask }),
      ...more,
      again: steps({ latent: link('before', 'latent'), mask: link('mask', 'mask'), seed: 2, ...inputs }),
      both: node('LatentBatch', { first: link('before', 'latent'), second: link('again', 'latent') }),
    },
    ['both', 'latent'],
  )
/** Largest change of a column between the two of a batch. */
const change = ({ data, shape }: Tensor, column: number) => {
  const [, , , width] = shape as [number, number, number, number]
  let most = 0
  for (let i = column; i < data.length / 2; i += width)
    most = Math.max(most, Math.abs(data[i + data.length / 2]! - data[i]!))
  return most
}

describe('UNet steps with a mask', () => {
  it('change nothing outside of it', async () => {
    const both = await repaint({})
    for (const column of [4, 5, 6, 7]) expect(change(both, column)).toBeLessThan(1e-3)
    for (const column of [0, 1, 2]) expect(change(both, column)).toBeGreaterThan(0.1)
  })

  it('paint the rest where it is inverted', async () => {
    const both = await repaint({ invert: true })
    for (const column of [0, 1, 2, 3]) expect(change(both, column)).toBeLessThan(1e-3)
    expect(change(both, 6)).toBeGreaterThan(0.1)
  })

  it('take grey as a mix, or as a part that is let go later', async () => {
    const soft = { soft: 48 }
    const [mixed, later] = [await repaint(soft), await repaint(soft, { softMask: 'differential' })]
    expect(change(mixed, 0)).toBeGreaterThan(change(mixed, 4))
    expect(change(later, 7)).toBeLessThan(1e-3)
    expect(change(later, 0)).toBeGreaterThan(0.1)
    expect(later.data).not.toEqual(mixed.data)
  })

  it('want one mask, or one for each picture', async () => {
    const pair = node('RepeatLatent', { latent: link('before', 'latent'), times: 3 })
    const image = node('VAEDecode', { vae: link('checkpoint', 'vae'), latent: link('twice', 'latent') })
    const twice = node('LatentBatch', { first: link('before', 'latent'), second: link('before', 'latent') })
    await expect(
      repaint(
        {},
        { latent: link('three', 'latent'), mask: link('masks', 'mask') },
        { three: pair, twice, image, masks: node('MaskFromImage', { image: link('image', 'image') }) },
      ),
    ).rejects.toThrow('again: 2 masks do not fit 3 pictures; one for all, or one for each')
  })
})

describe('a latent', () => {
  it('is enlarged, repeated and picked out again', async () => {
    const latent = await outcome<Tensor>(
      {
        ...base(),
        scheduler: scheduler({}),
        small: steps({}),
        large: node('LatentUpscale', { latent: link('small', 'latent'), scale: 1.5, method: 'bicubic' }),
        many: node('RepeatLatent', { latent: link('large', 'latent'), times: 4 }),
        some: node('LatentFromBatch', { latent: link('many', 'latent'), index: 3, count: 9 }),
      },
      ['some', 'latent'],
    )
    expect(latent.shape).toEqual([1, 4, 12, 12])
  })

  it('says what does not fit', async () => {
    const nodes = { ...base(), scheduler: scheduler({}) }
    const large = node('LatentUpscale', { latent: link('empty', 'latent'), scale: 8 })
    await expect(
      outcome(
        {
          ...nodes,
          large,
          larger: node('LatentUpscale', { latent: link('large', 'latent'), scale: 8.0 }),
          x: node('LatentUpscale', { latent: link('larger', 'latent'), scale: 2 }),
        },
        ['x', 'latent'],
      ),
    ).rejects.toThrow('x: the latent would have 1024×1024 pixels; 512 a side is the most')
    await expect(
      outcome(
        {
          ...nodes,
          large,
          both: node('LatentBatch', { first: link('empty', 'latent'), second: link('large', 'latent') }),
        },
        ['both', 'latent'],
      ),
    ).rejects.toThrow('both: its shape [1,4,64,64] does not fit [1,4,8,8]')
    await expect(
      outcome({ ...nodes, one: node('LatentFromBatch', { latent: link('empty', 'latent'), index: 1 }) }, [
        'one',
        'latent',
      ]),
    ).rejects.toThrow('one: the batch has 1 latents, counted from 0')
  })
})
