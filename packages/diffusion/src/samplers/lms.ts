import type { Tensor } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { slope } from './slope'
import { weightedSum } from './weighted-sum'

const ORDER = 4
/** Gauss and Legendre's two points, exact for the cubics that four slopes make. */
const POINTS = [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)]

/** Weight of the slope at `levels[j]` in the integral from `levels[0]` to `to` of the polynomial through all of them. */
function weight(levels: readonly number[], j: number, to: number): number {
  const from = levels[0]!
  const basis = (sigma: number) =>
    levels.reduce((product, level, k) => (k === j ? product : (product * (sigma - level)) / (levels[j]! - level)), 1)
  return POINTS.reduce((sum, at) => sum + (basis(from + at * (to - from)) * (to - from)) / POINTS.length, 0)
}

/** Linear multistep: Adams and Bashforth's over uneven levels, up to four slopes. `sample_lms` of k-diffusion. */
export const lms: Sampler = async function* (denoise, x, sigmas) {
  let slopes: Tensor[] = []
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    slopes = [slope(x, denoised, from), ...slopes].slice(0, ORDER)
    const levels = slopes.map((_, j) => sigmas[index - j]!)
    x = weightedSum([[x, 1], ...slopes.map((known, j) => [known, weight(levels, j, to)] as const)])
    yield { index, sigma: to, x, denoised }
  }
}
