import { byteAlphabet } from './bytes'
import { mergePieces } from './merge'
import { type Traced, wordsOf } from './words'

/** One token of a text: the stretch start…end-1 of it, in UTF-16 units. Two tokens may share a character, as in 🐀. */
export type Token = { readonly id: number; readonly text: string; readonly start: number; readonly end: number }

/** `ids` are what the text encoder gets; token k of `tokens` is at position k+1 there, after the start marker. */
export type Encoding = {
  readonly ids: readonly number[]
  readonly tokens: readonly Token[]
  /** The text went on after the last token that fits. */
  readonly truncated: boolean
}

export type Tokenizer = {
  readonly maxLength: number
  encode(text: string): Encoding
  /** All tokens of a text, however many. */
  split(text: string): readonly Token[]
  /** The ids that the text encoder gets for up to maxLength − 2 tokens: markers around, filled up. */
  framed(tokens: readonly Token[]): number[]
}

/** The contents of a model's `tokenizer/` folder: vocab.json and the lines of merges.txt. */
export type TokenizerFiles = {
  readonly vocab: Readonly<Record<string, number>>
  readonly merges: readonly string[]
  /** How many ids the text encoder takes. */
  readonly maxLength?: number
  /** The token that fills up `ids`, named as in special_tokens_map.json: the end marker, or "!" in OpenCLIP's models. */
  readonly pad?: string
}

const START = '<|startoftext|>'
const END = '<|endoftext|>'
const MARKERS = /<\|startoftext\|>|<\|endoftext\|>/gu

/** CLIP's byte-pair encoding; Sennrich et al. 2016, §3.2, over bytes; arXiv:1508.07909 */
export function createTokenizer({ vocab, merges, maxLength = 77, pad = END }: TokenizerFiles): Tokenizer {
  const ids = new Map(Object.entries(vocab))
  const ranks = ranksOf(merges)
  const idOf = (token: string) => {
    const id = ids.get(token)
    if (id === undefined) throw new Error(`tokenizer: the vocabulary has no ${token}`)
    return id
  }
  const [start, end, filler] = [idOf(START), idOf(END), idOf(pad)]
  if (!Number.isInteger(maxLength) || maxLength < 2) {
    throw new Error(`tokenizer: expected room for 2 ids or more, got ${maxLength}`)
  }

  /** Tokens of one word; what the vocabulary lacks becomes the end marker, CLIP's unknown token. */
  function* tokensOf(word: Traced, text: string): Generator<Token> {
    if (word.text === START || word.text === END) {
      yield tokenAt(text, idOf(word.text), word.starts[0]!, word.ends.at(-1)!)
      return
    }
    const { letters, starts, ends } = spelled(word)
    letters[letters.length - 1] += '</w>'
    let at = 0
    for (const piece of mergePieces(letters, (left, right) => ranks.get(`${left} ${right}`))) {
      const length = piece.length - (at + piece.length > starts.length ? '</w>'.length : 0)
      yield tokenAt(text, ids.get(piece) ?? end, starts[at]!, ends[at + length - 1]!)
      at += length
    }
  }

  function* allTokens(text: string): Generator<Token> {
    for (const part of partsOf(text)) {
      if (part.marker) yield tokenAt(text, idOf(part.text), part.start, part.start + part.text.length)
      else for (const word of wordsOf(part.text, part.start)) yield* tokensOf(word, text)
    }
  }

  function framed(tokens: readonly Token[]): number[] {
    const used = [start, ...tokens.map((token) => token.id), end]
    return [...used, ...new Array<number>(maxLength - used.length).fill(filler)]
  }

  return {
    maxLength,
    split: (text) => [...allTokens(text)],
    framed,
    encode(text) {
      const tokens: Token[] = []
      let truncated = false
      for (const token of allTokens(text)) {
        truncated = tokens.length === maxLength - 2
        if (truncated) break
        tokens.push(token)
      }
      return { ids: framed(tokens), tokens, truncated }
    },
  }
}

function tokenAt(text: string, id: number, start: number, end: number): Token {
  return { id, text: text.slice(start, end), start, end }
}

/** Markers written out in a text count as such, before anything is cleaned. */
function partsOf(text: string): { text: string; start: number; marker: boolean }[] {
  const parts: { text: string; start: number; marker: boolean }[] = []
  let at = 0
  for (const { index, 0: marker } of text.matchAll(MARKERS)) {
    if (index > at) parts.push({ text: text.slice(at, index), start: at, marker: false })
    parts.push({ text: marker, start: index, marker: true })
    at = index + marker.length
  }
  if (at < text.length) parts.push({ text: text.slice(at), start: at, marker: false })
  return parts
}

const utf8 = new TextEncoder()

/** A word in letters of the byte alphabet, each with the stretch of the original its character came from. */
function spelled(word: Traced): { letters: string[]; starts: number[]; ends: number[] } {
  const letters: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const char of word.text) {
    for (const byte of utf8.encode(char)) {
      letters.push(byteAlphabet[byte]!)
      starts.push(word.starts[at]!)
      ends.push(word.ends[at + char.length - 1]!)
    }
    at += char.length
  }
  return { letters, starts, ends }
}

/** Lower ranks are joined first. Blank lines and the version line of a merges.txt are passed over. */
function ranksOf(merges: readonly string[]): Map<string, number> {
  const ranks = new Map<string, number>()
  merges.forEach((line, i) => {
    const merge = line.trim()
    if (merge === '' || merge.startsWith('#version')) return
    if (merge.split(' ').length !== 2) {
      throw new Error(`tokenizer: expected two pieces with a space between in merge ${i + 1}, got "${merge}"`)
    }
    ranks.set(merge, i)
  })
  return ranks
}
