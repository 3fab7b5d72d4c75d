import { type Prompt, spokenLength } from '../prompt'
import { emptyMap, type Mapper } from './mapper'

const NEW = -1

/**
 * Needleman and Wunsch 1970 on token ids, gap 0, match 1, mismatch −1; ties go to a new token, then to a left-out one.
 * For each edited position the source position it continues, or −1.
 */
function align(source: readonly number[], edited: readonly number[]): number[] {
  const width = edited.length + 1
  const score = new Int32Array((source.length + 1) * width)
  const from = new Uint8Array(score.length) // 1: new token, 2: left-out token, 3: both go on
  for (let j = 1; j < width; j++) from[j] = 1
  for (let i = 1; i <= source.length; i++) {
    from[i * width] = 2
    for (let j = 1; j < width; j++) {
      const at = i * width + j
      const added = score[at - 1]!
      const dropped = score[at - width]!
      const both = score[at - width - 1]! + (source[i - 1] === edited[j - 1] ? 1 : -1)
      const best = Math.max(added, dropped, both)
      score[at] = best
      from[at] = best === added ? 1 : best === dropped ? 2 : 3
    }
  }
  const aligned = new Array<number>(edited.length).fill(NEW)
  for (let i = source.length, j = edited.length; i > 0 || j > 0; ) {
    const step = from[i * width + j]!
    if (step !== 2) j--
    if (step !== 1) i--
    if (step === 3) aligned[j] = i
  }
  return aligned
}

/** The ids from the start marker to the end marker, both included. */
const spoken = (prompt: Prompt) => prompt.ids.slice(0, spokenLength(prompt))

/**
 * Prompt refinement, Hertz et al. 2022, §3.2: tokens that both prompts have keep the source's attention, new ones have
 * their own. Padding reads its own position, as in google/prompt-to-prompt, seq_aligner.py.
 */
export function refineMapper(source: Prompt, edited: Prompt): Mapper {
  const tokens = edited.ids.length
  const map = emptyMap(tokens)
  const keep = new Float32Array(tokens)
  const aligned = align(spoken(source), spoken(edited))
  for (let n = 0; n < tokens; n++) {
    const w = n < aligned.length ? aligned[n]! : n
    if (w === NEW) continue
    map[w * tokens + n] = 1
    keep[n] = 1
  }
  return { tokens, map, keep }
}
