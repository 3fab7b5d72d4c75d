import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { slope } from './slope'

/** Karras et al. 2022, Algorithm 2 with Euler steps and no churn; arXiv:2206.00364 */
export const euler: Sampler = async function* (denoise, x, sigmas) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    x = blend(x, 1, slope(x, denoised, from), to - from)
    yield { index, sigma: to, x, denoised }
  }
}
