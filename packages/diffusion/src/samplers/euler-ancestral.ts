import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { ancestralStep } from './ancestral-step'
import { slope } from './slope'

/** An Euler step too far down, then fresh noise back up. `sample_euler_ancestral` of k-diffusion with η = 1. */
export const eulerAncestral: Sampler = async function* (denoise, x, sigmas, noise) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const { down, up } = ancestralStep(from, to)
    x = blend(x, 1, slope(x, denoised, from), down - from)
    if (up > 0) x = blend(x, 1, noise(x.shape, from, to), up)
    yield { index, sigma: to, x, denoised }
  }
}
