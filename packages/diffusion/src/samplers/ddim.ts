import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'

/**
 * Song et al. 2020, eq. 12 without added noise (η = 0), written for x = x0 + σ·ε: the predicted ε stays, its σ shrinks;
 * arXiv:2010.02502. On paper the same as an Euler step; here it also ends exactly at the last guess.
 */
export const ddim: Sampler = async function* (denoise, x, sigmas) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const noise = blend(x, 1 / from, denoised, -1 / from)
    x = blend(denoised, 1, noise, to)
    yield { index, sigma: to, x, denoised }
  }
}
