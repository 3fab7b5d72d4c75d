import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { base, type Inputs, link, outcome, scheduler, steps } from '../support/sampling'

const worst = (a: Tensor, b: Tensor) =>
  a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0)

/** Two UNet steps, one going on where the other ended. */
const inTwo = (sampler: string, first: Inputs, second: Inputs) =>
  outcome<Tensor>(
    {
      ...base(),
      scheduler: scheduler({ sampler }),
      first: steps({ endStep: 3, leftoverNoise: true, ...first }),
      second: steps({ latent: link('first', 'latent'), startStep: 3, addNoise: false, ...second }),
    },
    ['second', 'latent'],
  )
const whole = (sampler: string, inputs: Inputs = {}) =>
  outcome<Tensor>({ ...base(), scheduler: scheduler({ sampler }), all: steps({ ...inputs }) }, ['all', 'latent'])

describe('a walk over two UNet steps', () => {
  it.each(['ddim', 'euler', 'heun', 'dpm_2', 'euler_ancestral', 'dpm_2_ancestral', 'dpmpp_sde', 'lcm', 'tcd'])(
    'ends where one walk ends, with %s',
    async (sampler) => {
      expect(worst(await inTwo(sampler, {}, {}), await whole(sampler))).toBeLessThan(1e-3)
    },
  )

  it('guesses the picture where it ends early without leaving noise', async () => {
    const guessed = await whole('ddim', { endStep: 3 })
    expect(worst(guessed, await whole('ddim'))).toBeGreaterThan(1e-2)
    expect(worst(await inTwo('ddim', { leftoverNoise: false }, { startStep: 6 }), guessed)).toBe(0)
  })

  it('begins with the noise of its seed again where it is told to', async () => {
    expect(worst(await inTwo('ddim', {}, { addNoise: true }), await whole('ddim'))).toBeGreaterThan(1e-2)
  })

  it('says when it would end before it begins', async () => {
    await expect(whole('ddim', { startStep: 4, endStep: 4 })).rejects.toThrow(
      'all: it ends at 4, before its start at 4',
    )
  })
})

describe('a batch', () => {
  it('can be begun with any of its pictures', async () => {
    const nodes = { ...base(), scheduler: scheduler({}) }
    const all = await outcome<Tensor>(
      {
        ...base('tiny-sd1', { batch: 3 }),
        scheduler: scheduler({}),
        all: steps({}),
        third: { type: 'LatentFromBatch', at: [0, 0], inputs: { latent: link('all', 'latent'), index: 2 } },
      },
      ['third', 'latent'],
    )
    const alone = await outcome<Tensor>({ ...nodes, one: steps({ batchIndex: 2 }) }, ['one', 'latent'])
    expect(alone.shape).toEqual(all.shape)
    expect(worst(alone, all)).toBeLessThan(1e-3)
  })
})

describe('zero terminal SNR', () => {
  it('changes the levels of a model that predicts velocity, and rescaled guidance its pictures', async () => {
    const paint = (levels: Inputs, inputs: Inputs = {}) =>
      outcome<Tensor>(
        { ...base('tiny-sd2'), scheduler: scheduler({ spacing: 'sgm_uniform', ...levels }), all: steps(inputs) },
        ['all', 'latent'],
      )
    const [plain, zero] = [await paint({}), await paint({ zeroTerminalSnr: true })]
    const rescaled = await paint({ zeroTerminalSnr: true }, { rescale: 0.7 })
    for (const x of [zero, rescaled]) expect(x.data.every(Number.isFinite)).toBe(true)
    expect(worst(zero, plain)).toBeGreaterThan(1e-2)
    expect(worst(rescaled, zero)).toBeGreaterThan(1e-2)
  })
})
