import type { Sampler } from '../sampler'
import { midpointStep } from './midpoint-step'

/** `sample_dpm_2` of k-diffusion without churn: steps of DPM-Solver-2. */
export const dpm2: Sampler = async function* (denoise, x, sigmas) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    x = await midpointStep(denoise, x, denoised, from, to)
    yield { index, sigma: to, x, denoised }
  }
}
