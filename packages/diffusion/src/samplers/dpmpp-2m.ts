import { blend, type Tensor } from '@loom/tensor'
import type { Sampler } from '../sampler'

/** Lu et al. 2022, Algorithm 2 for x = x0 + σ·ε, so λ = −log σ; the step to 0 is of first order; arXiv:2211.01095 */
export const dpmpp2m: Sampler = async function* (denoise, x, sigmas) {
  let previous: { readonly denoised: Tensor; readonly h: number } | undefined
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const h = Math.log(from / to) // λ(to) − λ(from), infinite for the step to 0
    let guess = denoised
    if (previous && to > 0) {
      const r = previous.h / h
      guess = blend(denoised, 1 + 1 / (2 * r), previous.denoised, -1 / (2 * r))
    }
    x = blend(x, to / from, guess, -Math.expm1(-h))
    previous = { denoised, h }
    yield { index, sigma: to, x, denoised }
  }
}
