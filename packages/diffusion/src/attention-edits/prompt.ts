import type { Token, Tokenizer } from '../tokenizer'

/**
 * A text as its model's text encoder takes it: `ids` of all chunks, one after the other. A chunk has `chunk` ids, its markers
 * and filling included; texts of more tokens have several.
 */
export type Prompt = {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly ids: readonly number[]
  readonly chunk: number
}

/** A longer text is refused: the UNet attends to every token at every step. */
const MAX_CHUNKS = 16

export function promptOf(tokenizer: Tokenizer, text: string): Prompt {
  const { chunks, tokens } = tokenizer.encodeLong(text)
  const most = MAX_CHUNKS * (tokenizer.maxLength - 2)
  if (chunks.length > MAX_CHUNKS) throw new Error(`the text has ${tokens.length} tokens; up to ${most} are taken`)
  return { text, tokens, ids: chunks.flat(), chunk: tokenizer.maxLength }
}

/** The prompt's ids by chunk, as the text encoder takes them: rows of `chunk` ids. */
export const chunksOf = ({ ids, chunk }: Prompt): number[][] =>
  Array.from({ length: ids.length / chunk }, (_, i) => ids.slice(i * chunk, (i + 1) * chunk))

/** Where token k stands among the ids; every chunk begins and ends with a marker. */
const positionOf = ({ chunk }: Prompt, k: number): number => k + 1 + 2 * Math.floor(k / (chunk - 2))

/** How many ids there are up to the marker after the last token. */
export const spokenLength = (prompt: Prompt): number =>
  prompt.tokens.length === 0 ? 2 : positionOf(prompt, prompt.tokens.length - 1) + 2

/** The same prompt with empty chunks after it, up to `length` ids. */
export function padded(prompt: Prompt, length: number, empty: readonly number[]): Prompt {
  const ids = [...prompt.ids]
  while (ids.length < length) ids.push(...empty)
  return { ...prompt, ids }
}

/** Positions of the tokens that share a character with the stretch start…end-1 of the text. */
export function positionsWithin(prompt: Prompt, start: number, end: number): number[] {
  return prompt.tokens.flatMap((token, k) => (token.start < end && token.end > start ? [positionOf(prompt, k)] : []))
}

/** Words as Prompt-to-Prompt counts them: between spaces, punctuation included. */
export function spacedWords({ text }: Prompt): { text: string; start: number; end: number }[] {
  return [...text.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }))
}
