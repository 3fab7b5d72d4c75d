import { type Prompt, positionsWithin, spacedWords } from '../prompt'
import { emptyMap, type Mapper } from './mapper'

/**
 * What tokens after the last changed word read when words have different numbers of tokens. `google-exact`: their own
 * position in the source, as the published code does. `aligned`: the token of the same word.
 */
export type Tail = 'google-exact' | 'aligned'

/** Positions of each changed word in the source and in the edited prompt. */
function changedWords(source: Prompt, edited: Prompt): { from: number[]; to: number[] }[] {
  const [before, after] = [spacedWords(source), spacedWords(edited)]
  if (before.length !== after.length)
    throw new Error(
      `replace needs as many words in both sentences, got ${before.length} in "${source.text}" and ${after.length} in "${edited.text}"; refine takes any two`,
    )
  return before.flatMap((word, k) => {
    const other = after[k]!
    if (word.text === other.text) return []
    const from = positionsWithin(source, word.start, word.end)
    const to = positionsWithin(edited, other.start, other.end)
    if (from.length === 0 || to.length === 0) throw new Error(`"${word.text}" → "${other.text}" has no token`)
    return [{ from, to }]
  })
}

/** Word swap, Hertz et al. 2022, §3.2; arXiv:2208.01626; the mapper of google/prompt-to-prompt, seq_aligner.py. */
export function replaceMapper(source: Prompt, edited: Prompt, tail: Tail = 'google-exact'): Mapper {
  const tokens = source.ids.length
  const map = emptyMap(tokens)
  const changes = changedWords(source, edited)
  let [i, j] = [0, 0] // source and edited position
  while (i < tokens && j < tokens) {
    const change = changes[0]
    if (change && change.from[0] === i) {
      const { from, to } = change
      if (from.length === to.length) for (const [k, w] of from.entries()) map[w * tokens + to[k]!] = 1
      else for (const w of from) for (const n of to) map[w * tokens + n] = 1 / to.length
      i += from.length
      j += to.length
      changes.shift()
    } else {
      const w = change || tail === 'aligned' ? i : j
      map[w * tokens + j] = 1
      i++
      j++
    }
  }
  return { tokens, map, keep: new Float32Array(tokens).fill(1) }
}
