import type { Prompt } from '../prompt'
import { wordPositions } from './words'

/** How much a word counts: 1 as it is, 0 not at all, below 0 against it. */
export type WordWeight = { readonly word: string; readonly weight: number }

/** Weight per token [tokens]: the equalizer of Hertz et al. 2022, §3.2 (attention re-weighting). */
export function equalizer(prompt: Prompt, weights: readonly WordWeight[]): Float32Array {
  const values = new Float32Array(prompt.ids.length).fill(1)
  for (const { word, weight } of weights) {
    if (!Number.isFinite(weight)) throw new Error(`the weight of "${word}" is ${weight}; expected a finite number`)
    for (const position of wordPositions(prompt, word)) values[position] = weight
  }
  return values
}
