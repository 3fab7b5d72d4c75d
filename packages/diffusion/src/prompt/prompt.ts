import type { Token, Tokenizer } from '../tokenizer'
import { readBrackets, type Sentence } from './brackets'
import { chunksOfTokens } from './chunks'

/**
 * A text as its model's text encoder takes it: `ids` of all chunks, one after the other. A chunk has `chunk` ids, its markers
 * and filling included; texts of more tokens have several.
 */
export type Prompt = {
  readonly text: string
  readonly tokens: readonly Token[]
  /** Where token k stands among the ids. */
  readonly positions: readonly number[]
  readonly ids: readonly number[]
  readonly chunk: number
  /** By how much brackets emphasise what stands at each of the ids; missing where they say nothing. */
  readonly emphasis?: Float32Array
}

/** A longer text is refused: the UNet attends to every token at every step. */
const MAX_CHUNKS = 16

/** A text as it is, or one whose brackets were read; `split` gives the tokens of a passage. */
export function promptOf(tokenizer: Tokenizer, given: string | Sentence, split = tokenizer.split): Prompt {
  const sentence = typeof given === 'string' ? readBrackets(given, 'plain') : given
  const { maxLength: chunk } = tokenizer
  const chunks = chunksOfTokens(sentence, chunk - 2, split)
  const tokens = chunks.flat()
  if (chunks.length > MAX_CHUNKS)
    throw new Error(`the text has ${tokens.length} tokens; up to ${MAX_CHUNKS * (chunk - 2)} are taken`)
  const ids = chunks.flatMap((part) => tokenizer.framed(part))
  const positions = chunks.flatMap((part, c) => part.map((_, k) => c * chunk + 1 + k))
  const emphasis = new Float32Array(ids.length).fill(1)
  for (const [k, { weight }] of tokens.entries()) emphasis[positions[k]!] = weight
  const emphasised = tokens.some(({ weight }) => weight !== 1) && { emphasis }
  return { text: sentence.text, tokens, positions, ids, chunk, ...emphasised }
}

/** The prompt's ids by chunk, as the text encoder takes them: rows of `chunk` ids. */
export const chunksOf = ({ ids, chunk }: Prompt): number[][] =>
  Array.from({ length: ids.length / chunk }, (_, i) => ids.slice(i * chunk, (i + 1) * chunk))

/** How many ids there are up to the marker after the last token. */
export const spokenLength = ({ positions }: Prompt): number => (positions.at(-1) ?? 0) + 2

/** The same prompt with empty chunks after it, up to `length` ids. */
export function padded(prompt: Prompt, length: number, empty: readonly number[]): Prompt {
  const ids = [...prompt.ids]
  while (ids.length < length) ids.push(...empty)
  return { ...prompt, ids }
}

/** Positions of the tokens that share a character with the stretch start…end-1 of the text. */
export function positionsWithin({ tokens, positions }: Prompt, start: number, end: number): number[] {
  return tokens.flatMap((token, k) => (token.start < end && token.end > start ? [positions[k]!] : []))
}

/** Words as Prompt-to-Prompt counts them: between spaces, punctuation included. */
export function spacedWords({ text }: Prompt): { text: string; start: number; end: number }[] {
  return [...text.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }))
}
