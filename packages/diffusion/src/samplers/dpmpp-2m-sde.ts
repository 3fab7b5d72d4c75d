import { blend, type Tensor } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { weightedSum } from './weighted-sum'

/**
 * DPM-Solver++(2M) for the stochastic equation, midpoint form. `sample_dpmpp_2m_sde` of k-diffusion with η = 1; Lu et al.
 * 2022, eq. 19, for x = x0 + σ·ε; arXiv:2211.01095
 */
export const dpmpp2mSde: Sampler = async function* (denoise, x, sigmas, noise) {
  let previous: { readonly denoised: Tensor; readonly h: number } | undefined
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const h = Math.log(from / to) // λ(to) − λ(from)
    if (to === 0) x = denoised
    else {
      const kept = (to / from) ** 2
      const lead = previous ? h / (2 * previous.h) : 0
      const guess = previous ? blend(denoised, 1 + lead, previous.denoised, -lead) : denoised
      x = weightedSum([
        [x, kept],
        [guess, 1 - kept],
        [noise(x.shape, from, to), to * Math.sqrt(1 - kept)],
      ])
    }
    previous = { denoised, h }
    yield { index, sigma: to, x, denoised }
  }
}
