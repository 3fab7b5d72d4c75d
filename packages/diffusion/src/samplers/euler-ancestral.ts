import { blend } from '@loom/tensor'
import type { Sampler } from '../sampler'

/** An Euler step too far down, then fresh noise back up. `sample_euler_ancestral` of k-diffusion with η = 1. */
export const eulerAncestral: Sampler = async function* (denoise, x, sigmas, noise) {
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const up = Math.min(to, to * Math.sqrt(1 - (to / from) ** 2))
    const down = Math.sqrt(to ** 2 - up ** 2)
    const slope = blend(x, 1 / from, denoised, -1 / from) // dx/dσ
    x = blend(x, 1, slope, down - from)
    if (up > 0) x = blend(x, 1, noise(x.shape), up)
    yield { index, sigma: to, x, denoised }
  }
}
