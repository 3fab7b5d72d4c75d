import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { slope } from './slope'

/** Part of the time that is walked back with new noise; diffusers' default `eta` and the paper's for most steps. */
const GAMMA = 0.3

/**
 * Strategic stochastic sampling: down along the slope to time (1 − γ)·t of the next level, then noise up to the level
 * itself. Zheng et al. 2024, Algorithm 2, for x = x0 + σ·ε; arXiv:2402.19159. For models with a TCD LoRA, 4 to 8 steps.
 */
export const tcd: Sampler = async function* (denoise, x, sigmas, noise, training) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    if (to === 0) x = denoised
    else {
      const below = training.sigmaOf(Math.floor((1 - GAMMA) * training.timeOf(to)))
      x = blend(denoised, 1, slope(x, denoised, from), below)
      if (to > below) x = blend(x, 1, noise(x.shape, from, to), Math.sqrt(to ** 2 - below ** 2))
    }
    yield { index, sigma: to, x, denoised }
  }
}
