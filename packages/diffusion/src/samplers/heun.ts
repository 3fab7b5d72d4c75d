import { blend, lerp } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { slope } from './slope'

/** Karras et al. 2022, Algorithm 1: an Euler step, then again with the mean of the slopes at both ends; arXiv:2206.00364 */
export const heun: Sampler = async function* (denoise, x, sigmas) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const here = slope(x, denoised, from)
    const ahead = blend(x, 1, here, to - from)
    if (to === 0) x = ahead
    else {
      const there = slope(ahead, await denoise(ahead, to), to)
      x = blend(x, 1, lerp(here, there, 0.5), to - from)
    }
    yield { index, sigma: to, x, denoised }
  }
}
