import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { ancestralStep } from './ancestral-step'

/**
 * DPM-Solver++ for the stochastic equation, of second order in one step: noise to the middle and noise to the end come from
 * one Brownian path. `sample_dpmpp_sde` of k-diffusion with η = 1 and r = ½; Lu et al. 2022, §5; arXiv:2211.01095
 */
export const dpmppSde: Sampler = async function* (denoise, x, sigmas, noise) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    if (to === 0) x = denoised
    else {
      const middle = Math.sqrt(from * to)
      const half = ancestralStep(from, middle)
      const mean = blend(x, half.down / from, denoised, 1 - half.down / from)
      const halfway = blend(mean, 1, noise(x.shape, from, middle), half.up)
      const guess = await denoise(halfway, middle)
      const { down, up } = ancestralStep(from, to)
      x = blend(blend(x, down / from, guess, 1 - down / from), 1, noise(x.shape, from, to), up)
    }
    yield { index, sigma: to, x, denoised }
  }
}
