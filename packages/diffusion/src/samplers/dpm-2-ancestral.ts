import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { ancestralStep } from './ancestral-step'
import { midpointStep } from './midpoint-step'

/** A step of DPM-Solver-2 too far down, then fresh noise. `sample_dpm_2_ancestral` of k-diffusion with η = 1. */
export const dpm2Ancestral: Sampler = async function* (denoise, x, sigmas, noise) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const { down, up } = ancestralStep(from, to)
    x = await midpointStep(denoise, x, denoised, from, down)
    if (up > 0) x = blend(x, 1, noise(x.shape, from, to), up)
    yield { index, sigma: to, x, denoised }
  }
}
