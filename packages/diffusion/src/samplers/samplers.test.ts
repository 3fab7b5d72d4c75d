import { readFileSync } from 'node:fs'
import { scale } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { noiseLevels } from '../spacing'
import { samplers } from './index'
import { distance, formula, lastOf, schedule, walk } from './testing'

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

const leading = noiseLevels(schedule, 'leading', 20)
const karras = noiseLevels(schedule, 'karras', 20)

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
