import type { Token, Tokenizer } from '../tokenizer'

/** A stretch start…end-1 of a text that stands for vectors with a name. */
export type Named = { readonly start: number; readonly end: number; readonly name: string }

/** `embedding:name` as ComfyUI writes it, a word of its own; `<name>` as diffusers does. */
const NAMED = /(?<!\S)embedding:(\S+)|<([^<>\s]+)>/gu
const PUNCTUATION = /[.,;:!?]+$/u
const EXTENSION = /\.(safetensors|pt|bin)$/u

/**
 * Where a text names vectors. Punctuation after `embedding:name` belongs to the sentence unless it belongs to a name that there
 * is, as in comfy/sd1_clip.py, _try_get_embedding; its file's extension may follow. `<name>` that is not known is no name;
 * `embedding:` makes it an error.
 */
export function namedIn(text: string, known: readonly string[]): Named[] {
  const found: Named[] = []
  for (const { index: start, 0: whole, 1: word, 2: inner } of text.matchAll(NAMED)) {
    if (word === undefined) {
      if (known.includes(inner!)) found.push({ start, end: start + whole.length, name: inner! })
      continue
    }
    const bare = known.includes(word) ? word : word.replace(PUNCTUATION, '')
    const name = known.includes(bare) ? bare : bare.replace(EXTENSION, '')
    if (!known.includes(name))
      throw new Error(`there is no embedding "${name}"; there are: ${known.join(', ') || 'none'}`)
    found.push({ start, end: start + whole.length - (word.length - bare.length), name })
  }
  return found
}

/** Splits a text as the tokenizer does, but for names that stand for vectors: these are a token for each of their `ids`. */
export function splitWithNames(
  { split }: Tokenizer,
  known: ReadonlyMap<string, readonly number[]>,
): (text: string) => readonly Token[] {
  return (text) => {
    const tokens: Token[] = []
    let at = 0
    const plain = (end: number) => {
      for (const token of split(text.slice(at, end)))
        tokens.push({ ...token, start: token.start + at, end: token.end + at })
      at = end
    }
    for (const { start, end, name } of namedIn(text, [...known.keys()])) {
      plain(start)
      for (const id of known.get(name)!) tokens.push({ id, text: text.slice(start, end), start, end })
      at = end
    }
    plain(text.length)
    return tokens
  }
}
