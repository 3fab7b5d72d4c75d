/** A word of a sentence; `name` tells it from its repeats: `cat#2`. Places in UTF-16 units. */
export type Word = { readonly text: string; readonly name: string; readonly start: number; readonly end: number }
export type Stretch = { readonly start: number; readonly end: number }

const WORDS = /[\p{L}\p{N}](?:[\p{L}\p{N}'’-]*[\p{L}\p{N}])?/gu
const LETTER = /[\p{L}\p{N}]/u
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/** The words of a sentence in its order; signs between them belong to none. */
export function wordsIn(text: string): Word[] {
  return [...text.matchAll(WORDS)].map(({ 0: word, index: start }) => {
    const repeats = occurrences(text, word)
    const number = repeats.findIndex((one) => one.start === start) + 1
    const name = repeats.length > 1 && number > 0 ? `${word}#${number}` : word
    return { text: word, name, start, end: start + word.length }
  })
}

/** What a name such as `cat`, `the cat` or `cat#2` stands for in a sentence, as the engine reads it: nothing when not there. */
export function stretchesOf(text: string, name: string): Stretch[] {
  const [, phrase = name, number] = name.match(/^(.*?)#([1-9]\d*)$/su) ?? []
  const all = occurrences(text, phrase.trim().replace(EDGES, '') || phrase.trim())
  return number === undefined ? all : all.slice(Number(number) - 1, Number(number))
}

export const overlap = (a: Stretch, b: Stretch) => a.start < b.end && b.start < a.end

/** Letter by letter: a text in lower case may be longer. */
const lower = (text: string) =>
  Array.from({ length: text.length }, (_, at) => {
    const letter = text[at]!.toLowerCase()
    return letter.length === 1 ? letter : text[at]!
  }).join('')

function occurrences(text: string, words: string): Stretch[] {
  const [within, phrase] = [lower(text), lower(words)]
  const found: Stretch[] = []
  if (phrase === '') return found
  const letterAt = (at: number) => LETTER.test(within[at] ?? '')
  for (let start = within.indexOf(phrase); start >= 0; start = within.indexOf(phrase, start + phrase.length)) {
    const end = start + phrase.length
    const opens = !LETTER.test(phrase[0]!) || !letterAt(start - 1)
    const closes = !LETTER.test(phrase.at(-1)!) || !letterAt(end)
    if (opens && closes) found.push({ start, end })
  }
  return found
}
