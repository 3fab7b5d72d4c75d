import { readFileSync } from 'node:fs'
import { blend, from, map, max, scale, sub, type Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { gaussian } from '../noise'
import { denoisedFrom } from '../prediction'
import type { Denoise, Sampler, Step } from '../sampler'
import { noiseLevels } from '../spacing'
import { startingPoint } from '../start'
import { type Prediction, trainingSchedule } from '../training-schedule'
import { type SamplerName, samplerLabels, samplers } from './index'

type Run = { sigmas: number[]; first: number; middle: number[]; last: number[] }
type Name =
  | 'ddim'
  | 'ddimEndingAtFirstLevel'
  | 'ddimVelocity'
  | 'euler'
  | 'eulerKDiffusion'
  | 'eulerAncestral'
  | 'eulerAncestralKDiffusion'
  | 'dpmpp2m'
  | 'dpmpp2mKDiffusion'
const golden: { runs: Record<Name, Run> } = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/diffusion/sampling.json', import.meta.url), 'utf8'),
)

const SHAPE = [1, 4, 8, 8]
const schedule = trainingSchedule()
const leading = noiseLevels(schedule, 'leading', 20)
const karras = noiseLevels(schedule, 'karras', 20)

/** The formula that stands in for a UNet in the golden runs. */
const formula =
  (prediction: Prediction = 'epsilon'): Denoise =>
  async (x, sigma) => {
    const offset = 0.2 * Math.sin(Math.log(sigma))
    const output = map(x, (value) => Math.tanh((1.3 * value) / Math.sqrt(1 + sigma ** 2)) * 0.9 + offset)
    return denoisedFrom(prediction, x, sigma, output)
  }

async function walk(sampler: Sampler, denoise: Denoise, seed: number, sigmas: number[]): Promise<Step[]> {
  const noise = gaussian(seed)
  const x = startingPoint(from(SHAPE, new Float32Array(256)), noise(SHAPE), sigmas[0]!, sigmas[0]!)
  const steps: Step[] = []
  for await (const step of sampler(denoise, x, sigmas, noise)) steps.push(step)
  return steps
}

const lastOf = async (...run: Parameters<typeof walk>) => (await walk(...run)).at(-1)!.x
/** Relative to the largest value; diffusers' levels are off by 1e-5 themselves, its betas being float32. */
const distance = (x: Tensor, values: readonly number[]) => {
  const expected = from(SHAPE, values)
  return max(map(sub(x, expected), Math.abs)) / max(map(expected, Math.abs))
}

describe('DDIM', () => {
  it('goes where diffusers goes', async () => {
    const steps = await walk(samplers.ddim, formula(), 11, leading)
    const middle = steps[9]!
    expect(distance(scale(middle.x, 1 / Math.sqrt(1 + middle.sigma ** 2)), golden.runs.ddim.middle)).toBeLessThan(2e-6)
    expect(distance(steps.at(-1)!.x, golden.runs.ddim.last)).toBeLessThan(2e-6)
  })

  it('goes where diffusers goes with a model that predicts velocity', async () => {
    const x = await lastOf(samplers.ddim, formula('v_prediction'), 11, leading)
    expect(distance(x, golden.runs.ddimVelocity.last)).toBeLessThan(2e-6)
  })

  it('can stop at the lowest trained level, as diffusers does without set_alpha_to_one', async () => {
    const x = await lastOf(samplers.ddim, formula(), 11, [...leading.slice(0, -1), schedule.sigmaMin])
    const latent = scale(x, 1 / Math.sqrt(1 + schedule.sigmaMin ** 2))
    expect(distance(latent, golden.runs.ddimEndingAtFirstLevel.last)).toBeLessThan(2e-6)
  })
})

describe('Euler', () => {
  it('goes where diffusers goes', async () => {
    const x = await lastOf(samplers.euler, formula(), 12, leading)
    expect(distance(x, golden.runs.euler.last)).toBeLessThan(2e-6)
  })

  it('goes where k-diffusion goes', async () => {
    const x = await lastOf(samplers.euler, formula(), 17, karras)
    expect(distance(x, golden.runs.eulerKDiffusion.last)).toBeLessThan(2e-6)
  })
})

describe('Euler ancestral', () => {
  it('goes where diffusers goes, its fresh noise continuing the start’s', async () => {
    const x = await lastOf(samplers.euler_ancestral, formula(), 13, leading)
    expect(distance(x, golden.runs.eulerAncestral.last)).toBeLessThan(2e-6)
  })

  it('goes where k-diffusion goes', async () => {
    const x = await lastOf(samplers.euler_ancestral, formula(), 15, karras)
    expect(distance(x, golden.runs.eulerAncestralKDiffusion.last)).toBeLessThan(2e-6)
  })
})

describe('DPM++ 2M', () => {
  it('goes where diffusers’ DPMSolverMultistepScheduler goes', async () => {
    const x = await lastOf(samplers.dpmpp_2m, formula(), 14, golden.runs.dpmpp2m.sigmas)
    expect(distance(x, golden.runs.dpmpp2m.last)).toBeLessThan(2e-6)
  })

  it('goes where k-diffusion goes', async () => {
    const x = await lastOf(samplers.dpmpp_2m, formula(), 16, karras)
    expect(distance(x, golden.runs.dpmpp2mKDiffusion.last)).toBeLessThan(2e-6)
  })
})

/** For data drawn from N(0, 1) the best denoiser and the ODE's end point are known exactly. */
const gaussianData: Denoise = async (x, sigma) => scale(x, 1 / (1 + sigma ** 2))

async function errorAfter(name: SamplerName, count: number): Promise<number> {
  const start = scale(gaussian(1)(SHAPE), Math.sqrt(1 + schedule.sigmaMax ** 2))
  const exact = scale(start, 1 / Math.sqrt(1 + schedule.sigmaMax ** 2))
  let x = start
  const sigmas = noiseLevels(schedule, 'karras', count)
  for await (const step of samplers[name](gaussianData, start, sigmas, gaussian(2))) x = step.x
  return max(map(sub(x, exact), Math.abs))
}

describe.each(['euler', 'ddim', 'dpmpp_2m'] as const)('%s, on data whose answer is known', (name) => {
  it('comes closer to the exact end point with more steps', async () => {
    const [coarse, fine] = [await errorAfter(name, 10), await errorAfter(name, 100)]
    expect(fine).toBeLessThan(coarse / 5)
  })
})

it('DPM++ 2M is much closer than Euler for the same work', async () => {
  expect(await errorAfter('dpmpp_2m', 40)).toBeLessThan((await errorAfter('euler', 40)) / 4)
})

it('Euler ancestral keeps the spread of the data', async () => {
  let x = scale(gaussian(3)([1, 4, 32, 32]), Math.sqrt(1 + schedule.sigmaMax ** 2))
  const sigmas = noiseLevels(schedule, 'karras', 200)
  for await (const step of samplers.euler_ancestral(gaussianData, x, sigmas, gaussian(4))) x = step.x
  let sum = 0
  for (const value of x.data) sum += value ** 2
  expect(Math.sqrt(sum / x.data.length)).toBeCloseTo(1, 1)
})

describe.each(Object.keys(samplers) as SamplerName[])('%s', (name) => {
  it('tells every step with the level it reached', async () => {
    const sigmas = noiseLevels(schedule, 'normal', 7)
    const steps = await walk(samplers[name], gaussianData, 5, sigmas)
    expect(steps.map((step) => step.index)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(steps.map((step) => step.sigma)).toEqual(sigmas.slice(1))
  })

  it('ends at the last guess', async () => {
    const last = (await walk(samplers[name], gaussianData, 5, karras)).at(-1)!
    expect(max(map(sub(last.x, last.denoised), Math.abs))).toBeLessThan(1e-6)
  })

  it('calls the model once per step and no more after its caller stops', async () => {
    let calls = 0
    const counting: Denoise = (x, sigma) => {
      calls++
      return gaussianData(x, sigma)
    }
    for await (const step of samplers[name](counting, gaussian(1)(SHAPE), karras, gaussian(2)))
      if (step.index === 2) break
    expect(calls).toBe(3)
  })

  it('leaves the latent it was given unchanged and does nothing at level 0', async () => {
    const x = gaussian(6)(SHAPE)
    const before = blend(x, 1, x, 0)
    for await (const _ of samplers[name](gaussianData, x, karras, gaussian(2)));
    expect(x).toEqual(before)
    for await (const _ of samplers[name](gaussianData, x, [0], gaussian(2))) throw new Error('a step was made')
  })

  it('has a label', () => {
    expect(samplerLabels[name]).not.toBe('')
  })
})
