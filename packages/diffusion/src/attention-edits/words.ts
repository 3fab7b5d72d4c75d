import { type Prompt, positionsWithin } from '../prompt'

const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu
const LETTER = /[\p{L}\p{N}]/u
const WORDS = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu

/** `cat`, `Cat,` and `the cat` name what they say; `cat#2` is the second cat. */
function parse(name: string): { phrase: string; occurrence: number | undefined } {
  const [, text = name, number] = name.match(/^(.*?)#([1-9]\d*)$/su) ?? []
  const trimmed = text.trim().replace(EDGES, '')
  return {
    phrase: (trimmed || text.trim()).toLowerCase(),
    occurrence: number === undefined ? undefined : Number(number),
  }
}

/** Where a phrase stands in a text as whole words; lower case must not change lengths, so characters go one by one. */
function occurrences(text: string, phrase: string): { start: number; end: number }[] {
  const lower = Array.from({ length: text.length }, (_, i) => {
    const char = text[i]!.toLowerCase()
    return char.length === 1 ? char : text[i]!
  }).join('')
  const found: { start: number; end: number }[] = []
  if (phrase === '') return found
  for (let start = lower.indexOf(phrase); start >= 0; start = lower.indexOf(phrase, start + phrase.length)) {
    const end = start + phrase.length
    const opens = !LETTER.test(phrase[0]!) || start === 0 || !LETTER.test(lower[start - 1]!)
    const closes = !LETTER.test(phrase.at(-1)!) || end === lower.length || !LETTER.test(lower[end]!)
    if (opens && closes) found.push({ start, end })
  }
  return found
}

/** The token positions of a word or phrase in a prompt, all of its occurrences unless one is chosen by `#n`. */
export function wordPositions(prompt: Prompt, name: string): number[] {
  const { phrase, occurrence } = parse(name)
  const all = occurrences(prompt.text, phrase)
  const words = [...new Set(prompt.text.match(WORDS) ?? [])]
  const listed = words.length > 0 ? `its words are ${words.join(', ')}` : 'it has no words'
  if (all.length === 0) throw new Error(`there is no "${name}" in "${prompt.text}"; ${listed}`)
  const chosen = occurrence === undefined ? all : all.slice(occurrence - 1, occurrence)
  if (chosen.length === 0) throw new Error(`"${phrase}" is in "${prompt.text}" ${all.length} times, not ${occurrence}`)
  const positions = chosen.flatMap(({ start, end }) => positionsWithin(prompt, start, end))
  return [...new Set(positions)]
}
