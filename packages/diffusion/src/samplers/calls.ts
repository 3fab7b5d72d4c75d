import type { SamplerName } from './index'

/** Samplers that ask the model twice in a step, but once in a step to 0. */
const twice: readonly SamplerName[] = ['heun', 'dpm_2', 'dpm_2_ancestral', 'dpmpp_sde', 'dpmpp_2s_ancestral']

/** How often a walk along these levels asks the model. */
export function samplerCalls(sampler: SamplerName, sigmas: readonly number[]): number {
  const ends = sigmas.slice(1)
  if (twice.includes(sampler)) return ends.reduce((calls, to) => calls + (to > 0 ? 2 : 1), 0)
  return ends.length + (sampler === 'pndm' && ends[0]! > 0 ? 1 : 0)
}

/**
 * The calls that windows of attention edits are fractions of. PNDM's extra call does not count among them: google's code
 * has its bounds from 50 steps where PNDM calls 51 times.
 */
export function windowCalls(sampler: SamplerName, sigmas: readonly number[]): number {
  return sampler === 'pndm' ? sigmas.length - 1 : samplerCalls(sampler, sigmas)
}
