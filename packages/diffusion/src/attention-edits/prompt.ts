import type { Encoding } from '../tokenizer'

/** A text with its tokens. Positions count the start marker as 0, so token k of `tokens` is at position k + 1. */
export type Prompt = Encoding & { readonly text: string }

/** Positions of the tokens that share a character with the stretch start…end-1 of the text. */
export function positionsWithin({ tokens }: Prompt, start: number, end: number): number[] {
  return tokens.flatMap((token, k) => (token.start < end && token.end > start ? [k + 1] : []))
}

/** Words as Prompt-to-Prompt counts them: between spaces, punctuation included. */
export function spacedWords({ text }: Prompt): { text: string; start: number; end: number }[] {
  return [...text.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }))
}
