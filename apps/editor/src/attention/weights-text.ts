import { overlap, stretchesOf, type Word } from './words'

/** `bumpy: 3, cat: -1` in pieces: entries at even places, the signs between them at odd ones. */
const piecesOf = (weights: string) => weights.split(/([,;\n])/)

/** The word and number of an entry, parted by its last colon; undefined for what is neither. */
function read(entry: string): { word: string; weight: number } | undefined {
  const colon = entry.lastIndexOf(':')
  const [word, value] = [entry.slice(0, colon).trim(), entry.slice(colon + 1).trim()]
  const weight = Number(value)
  return colon > 0 && word !== '' && value !== '' && Number.isFinite(weight) ? { word, weight } : undefined
}

/** How an entry meets a word of the sentence: it names this one alone, or others with it. */
function meets(entry: string, sentence: string, word: Word): 'alone' | 'among' | undefined {
  const named = read(entry)
  const places = named ? stretchesOf(sentence, named.word) : []
  if (!places.some((place) => overlap(place, word))) return undefined
  return places.length === 1 && places[0]!.start === word.start && places[0]!.end === word.end ? 'alone' : 'among'
}

/** The weight of a word; of several entries the last counts. */
export function weightOf(weights: string, sentence: string, word: Word): number {
  const last = piecesOf(weights).findLast((piece) => meets(piece, sentence, word))
  return last === undefined ? 1 : read(last)!.weight
}

/** The text that gives a word another weight. Entries about other words, and what nobody understands, stay as they are. */
export function withWeight(weights: string, sentence: string, word: Word, weight: number): string {
  const pieces = piecesOf(weights)
  const own = pieces.flatMap((piece, at) => (meets(piece, sentence, word) === 'alone' ? [at] : []))
  const rest = without(pieces, own)
  const number = String(Number(weight.toFixed(2)))
  if (weightOf(rest, sentence, word) === Number(number)) return rest
  const last = own.at(-1)
  if (last !== undefined && !pieces.slice(last + 1).some((piece) => meets(piece, sentence, word) === 'among')) {
    const renamed = pieces[last]!.replace(/(:\s*)[^:]*?(\s*)$/, `$1${number}$2`)
    return [...pieces.slice(0, last), renamed, ...pieces.slice(last + 1)].join('')
  }
  const kept = rest.trimEnd()
  return `${kept}${kept === '' ? '' : /[,;]$/.test(kept) ? ' ' : ', '}${word.name}: ${number}`
}

/** Takes entries out, each with the sign before it; the first with the one after it. */
function without(pieces: readonly string[], places: readonly number[]): string {
  if (places.length === 0) return pieces.join('')
  const gone = new Set(places.flatMap((at) => [at - 1, at]))
  const kept = pieces.filter((_, at) => !gone.has(at))
  if (gone.has(0) && /^[,;\n]$/.test(kept[0] ?? '')) kept.shift()
  return gone.has(0) ? kept.join('').trimStart() : kept.join('')
}
