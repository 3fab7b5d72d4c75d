import { blend, lerp, type Tensor } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { slope } from './slope'
import { weightedSum } from './weighted-sum'

/** Adams and Bashforth's weights for evenly spaced times, newest noise first, by how many there are. */
const WEIGHTS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]]

/**
 * PLMS: the noise to follow is made of the last four. Liu et al. 2022, §3.3 with eq. 11 for x = x0 + σ·ε, which makes it
 * dx = ε·dσ; arXiv:2202.09778. Begins as diffusers does (`skip_prk_steps`): the first step is taken twice, the second time
 * with the mean of the noise at both its ends, so that n steps make n + 1 calls.
 */
export const pndm: Sampler = async function* (denoise, x, sigmas) {
  let noises: Tensor[] = []
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    let denoised = await denoise(x, from)
    noises = [slope(x, denoised, from), ...noises].slice(0, 4)
    let noise = weightedSum(noises.map((known, i) => [known, WEIGHTS[noises.length - 1]![i]!]))
    if (index === 0 && to > 0) {
      const ahead = blend(x, 1, noise, to - from)
      denoised = await denoise(ahead, to)
      noise = lerp(noise, slope(ahead, denoised, to), 0.5)
    }
    x = blend(x, 1, noise, to - from)
    yield { index, sigma: to, x, denoised }
  }
}
