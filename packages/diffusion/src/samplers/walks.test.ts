import { readFileSync } from 'node:fs'
import { scale } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { brownianNoise } from '../step-noise'
import { type SamplerName, samplers } from './index'
import { distance, formula, lastOf, schedule, walk } from './testing'

type Walk = { seed: number; times?: number[]; sigmas?: number[]; last: number[]; beforeLast: number[] }
const golden: { karras: number[]; walks: Record<SamplerName | 'pndmOf2', Walk> } = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/diffusion/walks.json', import.meta.url), 'utf8'),
)
/** Of k-diffusion, in float32. */
const { karras } = golden
const levelsAt = (times: readonly number[]) => times.map((t) => schedule.sigmas[t]!)

describe.each(['heun', 'dpm_2', 'dpm_2_ancestral', 'lms', 'dpmpp_2s_ancestral'] as const)('%s', (name) => {
  it('goes where k-diffusion goes', async () => {
    const { seed, last } = golden.walks[name]
    expect(distance(await lastOf(samplers[name], formula(), seed, karras), last)).toBeLessThan(2e-6)
  })
})

describe.each(['dpmpp_sde', 'dpmpp_2m_sde', 'dpmpp_3m_sde'] as const)('%s', (name) => {
  it('goes where k-diffusion goes with noise of torchsde', async () => {
    const { seed, last } = golden.walks[name]
    const x = await lastOf(samplers[name], formula(), seed, karras, brownianNoise(seed, karras))
    expect(distance(x, last)).toBeLessThan(1e-5)
  })
})

describe.each(['pndm', 'pndmOf2', 'ddpm', 'lcm', 'tcd'] as const)('%s', (name) => {
  it('goes where diffusers goes', async () => {
    const { seed, times, last } = golden.walks[name]
    const levels = levelsAt([...new Set(times)])
    const end = name === 'tcd' ? schedule.sigmaMin : 0 // where TCDScheduler ends
    const x = await lastOf(samplers[name === 'pndmOf2' ? 'pndm' : name], formula(), seed, [...levels, end])
    expect(distance(scale(x, 1 / Math.sqrt(1 + end ** 2)), last)).toBeLessThan(2e-6)
  })
})

describe.each(['uni_pc', 'uni_pc_bh2'] as const)('%s', (name) => {
  it('goes where diffusers goes', async () => {
    const { seed, sigmas, beforeLast } = golden.walks[name]
    const { x, sigma } = (await walk(samplers[name], formula(), seed, sigmas!)).at(-2)!
    expect(distance(scale(x, 1 / Math.sqrt(1 + sigma ** 2)), beforeLast)).toBeLessThan(2e-6)
  })
})
