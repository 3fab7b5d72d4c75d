import { blend, type Tensor } from '@loom/tensor'
import type { Sampler } from '../sampler'
import { unifiedWeights } from './uni-pc-weights'
import { weightedSum } from './weighted-sum'

const ORDER = 3

/**
 * Predictor UniP-3 and corrector UniC-3 in one call a step: the guess at a level corrects the step that led there. Zhao et
 * al. 2023, Algorithms 5 and 8 for guesses of x0 and x = x0 + σ·ε; arXiv:2302.04867. `B` of −h, where h is a step in λ, is
 * the paper's B₁(h) = h or B₂(h) = e^h − 1. Orders rise at the beginning and fall at the end.
 */
const uniPcWith = (B: (minusH: number) => number): Sampler =>
  async function* (denoise, x, sigmas) {
    const steps = sigmas.length - 1
    let guesses: { readonly denoised: Tensor; readonly lambda: number }[] = []
    let correct: ((guess: Tensor) => Tensor) | undefined
    for (let index = 0; index < steps; index++) {
      const [from, to] = [sigmas[index]!, sigmas[index + 1]!]
      const denoised = await denoise(x, from)
      if (correct) x = blend(x, 1, correct(denoised), 1) // added, so that what the caller changed stays changed
      guesses = [{ denoised, lambda: -Math.log(from) }, ...guesses].slice(0, Math.min(ORDER, steps - index))
      if (to === 0) x = denoised
      else {
        const known = guesses.map((guess) => guess.denoised)
        const lambdas = guesses.map((guess) => guess.lambda)
        const { predict, change } = unifiedWeights(lambdas, -Math.log(to), B)
        const first = blend(x, to / from, denoised, 1 - to / from)
        x = blend(first, 1, weightedSum(known.map((guess, i) => [guess, predict[i]!])), 1)
        correct = (guess) => weightedSum([guess, ...known].map((each, i) => [each, change[i]!]))
      }
      yield { index, sigma: to, x, denoised }
    }
  }

export const uniPc = uniPcWith((minusH) => minusH)
export const uniPcBh2 = uniPcWith(Math.expm1)
