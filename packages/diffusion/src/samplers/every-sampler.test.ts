import { blend, map, max, scale, sub } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { gaussian } from '../noise'
import type { Denoise } from '../sampler'
import { noiseLevels } from '../spacing'
import { stepNoise } from '../step-noise'
import { samplerCalls } from './calls'
import { type SamplerName, samplerLabels, samplers } from './index'
import { formula, gaussianData, SHAPE, schedule, walk } from './testing'

const karras = noiseLevels(schedule, 'karras', 20)

/** Largest error at sigma = 0.5 of a walk from sigma = 5 whose answer is known. */
async function errorAfter(name: SamplerName, count: number): Promise<number> {
  const start = scale(gaussian(1)(SHAPE), Math.sqrt(26))
  const sigmas = Array.from({ length: count + 1 }, (_, i) => 5 - (4.5 * i) / count)
  let x = start
  for await (const step of samplers[name](gaussianData, start, sigmas, gaussian(2), schedule)) x = step.x
  return max(map(sub(x, scale(start, Math.sqrt(1.25 / 26))), Math.abs))
}

describe.each([
  ['euler', 1],
  ['ddim', 1],
  ['heun', 2],
  ['dpm_2', 2],
  ['dpmpp_2m', 2],
  ['lms', 2],
  ['pndm', 3],
  ['uni_pc', 2],
  ['uni_pc_bh2', 2],
] as [SamplerName, number][])('%s, on data whose answer is known', (name, order) => {
  it(`is of order ${order}: twice the steps, 1/${2 ** order} of the error`, async () => {
    const [coarse, fine] = [await errorAfter(name, 32), await errorAfter(name, 64)]
    expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.3)
  })
})

describe.each([
  'euler_ancestral',
  'ddpm',
  'dpm_2_ancestral',
  'dpmpp_2s_ancestral',
  'dpmpp_sde',
  'dpmpp_2m_sde',
  'dpmpp_3m_sde',
] as const)('%s', (name) => {
  it('keeps the spread of the data, adding as much noise as it takes away', async () => {
    let x = scale(gaussian(3)([1, 4, 32, 32]), Math.sqrt(1 + schedule.sigmaMax ** 2))
    const sigmas = noiseLevels(schedule, 'karras', 100)
    const noise = stepNoise(name, 4, sigmas, 0)
    for await (const step of samplers[name](gaussianData, x, sigmas, noise, schedule)) x = step.x
    const spread = Math.sqrt(x.data.reduce((sum, value) => sum + value ** 2, 0) / x.data.length)
    expect(Math.abs(spread - 1)).toBeLessThan(0.05)
  })
})

describe.each(['dpmpp_sde', 'dpmpp_2m_sde', 'dpmpp_3m_sde'] as const)('%s', (name) => {
  it('finds nearly the same picture with twice the steps, its noise being one path', async () => {
    const ends = await Promise.all(
      [80, 160].map(async (count) => {
        const sigmas = noiseLevels(schedule, 'karras', count)
        return (await walk(samplers[name], gaussianData, 9, sigmas, stepNoise(name, 9, sigmas, 0))).at(-1)!.x
      }),
    )
    const off = sub(ends[0]!, ends[1]!)
    const spread = Math.sqrt(off.data.reduce((sum, value) => sum + value ** 2, 0) / off.data.length)
    expect(spread).toBeLessThan(0.1) // of independent pictures it would be √2
  })
})

describe.each(Object.keys(samplers) as SamplerName[])('%s', (name) => {
  it('tells every step with the level it reached', async () => {
    const sigmas = noiseLevels(schedule, 'normal', 7)
    const steps = await walk(samplers[name], gaussianData, 5, sigmas)
    expect(steps.map((step) => step.index)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(steps.map((step) => step.sigma)).toEqual(sigmas.slice(1))
    expect(steps.every(({ x }) => x.data.every(Number.isFinite))).toBe(true)
  })

  it('calls the model as often as it says, and no more after its caller stops', async () => {
    const calledAlong = async (sigmas: readonly number[], steps: number) => {
      let calls = 0
      const counting: Denoise = (x, sigma) => {
        calls++
        return gaussianData(x, sigma)
      }
      let made = 0
      if (steps > 0)
        for await (const _ of samplers[name](counting, gaussian(1)(SHAPE), sigmas, gaussian(2), schedule))
          if (++made === steps) break
      return calls
    }
    for (const sigmas of [karras, karras.slice(0, 8), [karras[0]!, 0], [14, 3], [0]])
      expect(await calledAlong(sigmas, sigmas.length - 1)).toBe(samplerCalls(name, sigmas))
    expect(await calledAlong(karras, 3)).toBe(samplerCalls(name, karras.slice(0, 4)))
  })

  it('goes on from where its caller moved x', async () => {
    const shifted = async (by: number) => {
      const start = scale(gaussian(1)(SHAPE), karras[0]!)
      let last = start
      for await (const step of samplers[name](formula(), start, karras, gaussian(2), schedule)) {
        if (step.index === 10) for (let i = 0; i < 256; i++) step.x.data[i]! += by
        last = step.x
      }
      return last
    }
    expect(max(map(sub(await shifted(0.5), await shifted(0)), Math.abs))).toBeGreaterThan(0.05)
  })

  it('leaves the latent it was given unchanged and does nothing at level 0', async () => {
    const x = gaussian(6)(SHAPE)
    const before = blend(x, 1, x, 0)
    for await (const _ of samplers[name](gaussianData, x, karras, gaussian(2), schedule));
    expect(x).toEqual(before)
    for await (const _ of samplers[name](gaussianData, x, [0], gaussian(2), schedule))
      throw new Error('a step was made')
  })

  it('has a label', () => {
    expect(samplerLabels[name]).not.toBe('')
  })
})

describe.each(
  (Object.keys(samplers) as SamplerName[]).filter((name) => name !== 'lms' && name !== 'pndm'), // these end on a mean of guesses
)('%s', (name) => {
  it('ends at the last guess', async () => {
    const last = (await walk(samplers[name], gaussianData, 5, karras)).at(-1)!
    expect(max(map(sub(last.x, last.denoised), Math.abs))).toBeLessThan(1e-6)
  })
})
