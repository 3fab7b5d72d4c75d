import type { Token } from '../tokenizer'
import type { Sentence } from './brackets'

/** Words of fewer tokens than this are not split between chunks; comfy/sd1_clip.py, max_word_length. */
const LONG_WORD = 8

export type Weighed = Token & { readonly weight: number }

/** The tokens of a sentence by words: what stands between spaces, brackets and breaks. */
function wordsOf(sentence: Sentence, split: (text: string) => readonly Token[]): Weighed[][] {
  const words: Weighed[][] = []
  for (const { start, end, weight } of sentence.passages) {
    let last = -1 // where the last token of this passage ended
    for (const token of split(sentence.text.slice(start, end))) {
      const here = { ...token, start: token.start + start, end: token.end + start, weight }
      const joined = last >= 0 && !/\s/u.test(sentence.text.slice(last, here.start))
      if (joined) words.at(-1)!.push(here)
      else words.push([here])
      last = here.end
    }
  }
  return words
}

/**
 * A sentence's tokens in chunks of at most `room`: words stay whole unless they are long, and a break begins a new chunk.
 * There is one chunk at least.
 */
export function chunksOfTokens(
  sentence: Sentence,
  room: number,
  split: (text: string) => readonly Token[],
): Weighed[][] {
  const chunks: Weighed[][] = [[]]
  const breaks = [...sentence.breaks]
  for (const word of wordsOf(sentence, split)) {
    if (breaks.length > 0 && breaks[0]! <= word[0]!.start) {
      while (breaks.length > 0 && breaks[0]! <= word[0]!.start) breaks.shift()
      if (chunks.at(-1)!.length > 0) chunks.push([])
    }
    const long = word.length >= Math.min(LONG_WORD, room + 1)
    if (!long && chunks.at(-1)!.length + word.length > room) chunks.push([])
    for (const token of word) {
      if (chunks.at(-1)!.length === room) chunks.push([])
      chunks.at(-1)!.push(token)
    }
  }
  return chunks
}
