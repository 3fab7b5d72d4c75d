import type { Tensor } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { weightedSum } from './weighted-sum'

/**
 * The guess of the last steps and its first and second divided differences in λ, over h, the length of the next step.
 * Guesses newest first, `lengths[i]` the step between guess i + 1 and i.
 */
function differences(guesses: readonly Tensor[], lengths: readonly number[], h: number): [Tensor, number][][] {
  const [now, last, before] = guesses
  if (!last) return []
  const r0 = lengths[0]! / h
  const recent: [Tensor, number][] = [
    [now!, 1 / r0],
    [last, -1 / r0],
  ]
  if (!before) return [recent]
  const r1 = lengths[1]! / h
  const earlier: [Tensor, number][] = [
    [last, 1 / r1],
    [before, -1 / r1],
  ]
  const scaled = (terms: [Tensor, number][], by: number) => terms.map(([x, w]): [Tensor, number] => [x, w * by])
  const bend = [...scaled(recent, 1 / (r0 + r1)), ...scaled(earlier, -1 / (r0 + r1))]
  return [[...recent, ...scaled(bend, r0)], bend]
}

/** Third order over three guesses. `sample_dpmpp_3m_sde` of k-diffusion with η = 1. */
export const dpmpp3mSde: Sampler = async function* (denoise, x, sigmas, noise) {
  let guesses: Tensor[] = []
  let lengths: number[] = []
  for (let index = 0; index + 1 < sigmas.length; index++) {
    const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
    const denoised = await denoise(x, from)
    const h = Math.log(from / to)
    guesses = [denoised, ...guesses].slice(0, 3)
    if (to === 0) x = denoised
    else {
      const kept = (to / from) ** 2 // e^−2h
      const phi2 = Math.expm1(-2 * h) / (2 * h) + 1
      const phi3 = phi2 / (2 * h) - 0.5
      const [first = [], second = []] = differences(guesses, lengths, h)
      x = weightedSum([
        [x, kept],
        [denoised, 1 - kept],
        ...first.map(([guess, weight]) => [guess, weight * phi2] as const),
        ...second.map(([guess, weight]) => [guess, -weight * phi3] as const),
        [noise(x.shape, from, to), to * Math.sqrt(1 - kept)],
      ])
    }
    lengths = [h, ...lengths].slice(0, 2)
    yield { index, sigma: to, x, denoised }
  }
}
