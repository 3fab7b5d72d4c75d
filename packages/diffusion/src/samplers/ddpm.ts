import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'

/**
 * Ho et al. 2020, Algorithm 2: mean and variance of the level below given x and the guess, eq. 7, over any levels and for
 * x = x0 + σ·ε; arXiv:2006.11239. On paper the same as Euler ancestral steps.
 */
export const ddpm: Sampler = async function* (denoise, x, sigmas, noise) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const kept = (to / from) ** 2
    x = blend(x, kept, denoised, 1 - kept)
    if (to > 0) x = blend(x, 1, noise(x.shape, from, to), to * Math.sqrt(1 - kept))
    yield { index, sigma: to, x, denoised }
  }
}
