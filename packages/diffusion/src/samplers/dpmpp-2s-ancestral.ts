import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { ancestralStep } from './ancestral-step'

/**
 * Lu et al. 2022, DPM-Solver++(2S), arXiv:2211.01095, Algorithm 1, for x = x0 + σ·ε, too far down, then fresh noise.
 * `sample_dpmpp_2s_ancestral` of k-diffusion with η = 1.
 */
export const dpmpp2sAncestral: Sampler = async function* (denoise, x, sigmas, noise) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const { down, up } = ancestralStep(from, to)
    if (down === 0) x = denoised
    else {
      const middle = Math.sqrt(from * down)
      const halfway = blend(x, middle / from, denoised, 1 - middle / from)
      x = blend(x, down / from, await denoise(halfway, middle), 1 - down / from)
    }
    if (up > 0) x = blend(x, 1, noise(x.shape, from, to), up)
    yield { index, sigma: to, x, denoised }
  }
}
