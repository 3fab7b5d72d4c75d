import type { AttentionResult } from '@loom/protocol'
import { overlap, type Stretch } from './words'

type Tokens = AttentionResult['prompts'][number]['tokens']
/** Rows of values, 0…1. */
export type Heat = { readonly width: number; readonly height: number; readonly values: Float32Array }
/** RGBA bytes of a grey picture. */
export type Pixels = { readonly width: number; readonly data: Uint8ClampedArray }

/** Columns of the atlas that belong to a word; column 0 is the start marker. */
export const columnsOf = (tokens: Tokens, word: Stretch): number[] =>
  tokens.flatMap((token, at) => (overlap(token, word) ? [at + 1] : []))

/** A word in the pieces that its tokens read. */
export function tokenPieces(tokens: Tokens, sentence: string, word: Stretch): string[] {
  const starts = tokens.filter((token) => overlap(token, word)).map(({ start }) => Math.max(start, word.start))
  const cuts = [...new Set([word.start, ...starts])].sort((a, b) => a - b)
  return cuts.map((from, at) => sentence.slice(from, cuts[at + 1] ?? word.end))
}

/** What a row's columns attended to, summed, from 0 at its least to 1 at its most. */
export function heatOf(
  { tile: { width, height }, peaks }: Pick<AttentionResult, 'tile' | 'peaks'>,
  atlas: Pixels,
  row: number,
  columns: readonly number[],
): Heat {
  const values = new Float32Array(width * height)
  for (const column of columns) {
    const peak = peaks[row]?.[column] ?? 0
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const pixel = (row * height + y) * atlas.width + column * width + x
        values[y * width + x]! += ((atlas.data[pixel * 4] ?? 0) / 255) * peak
      }
  }
  return { width, height, values: normalised(values) }
}

function normalised(values: Float32Array): Float32Array {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return most > least ? values.map((value) => (value - least) / (most - least)) : values.fill(0)
}

/** Enlarged smoothly: cubic B-splines (Catmull-Rom would overshoot), normalised again, as they flatten peaks. */
export function enlarge({ width, height, values }: Heat, times: number): Heat {
  const wide = stretch(values, width, height, times)
  const whole = transpose(stretch(transpose(wide, width * times, height), height, width * times, times), height * times)
  return { width: width * times, height: height * times, values: normalised(whole) }
}

/** Rows made `times` as long. */
function stretch(values: Float32Array, width: number, height: number, times: number): Float32Array {
  const out = new Float32Array(width * times * height)
  for (let x = 0; x < width * times; x++) {
    const at = (x + 0.5) / times - 0.5
    const [from, t] = [Math.floor(at), at - Math.floor(at)]
    const shares = [(1 - t) ** 3, 4 - 6 * t ** 2 + 3 * t ** 3, 1 + 3 * t + 3 * t ** 2 - 3 * t ** 3, t ** 3]
    for (let y = 0; y < height; y++)
      shares.forEach((share, k) => {
        const source = Math.min(width - 1, Math.max(0, from - 1 + k))
        out[y * width * times + x]! += (share / 6) * values[y * width + source]!
      })
  }
  return out
}

function transpose(values: Float32Array, width: number, height = values.length / width): Float32Array {
  return values.map((_, at) => values[(at % height) * width + Math.floor(at / height)]!)
}

/** Ink, violet, red, orange, pale yellow. */
const STOPS = [
  [9, 9, 24],
  [84, 36, 138],
  [206, 50, 74],
  [250, 146, 52],
  [255, 243, 180],
] as const

/** RGBA of a heat, 0…1: what is hot covers the picture, what is cold shades it. */
export function heatColour(heat: number): [number, number, number, number] {
  const place = Math.min(1, Math.max(0, heat)) * (STOPS.length - 1)
  const low = Math.min(STOPS.length - 2, Math.floor(place))
  const [from, to] = [STOPS[low]!, STOPS[low + 1]!]
  const mixed = ([0, 1, 2] as const).map((c) => Math.round(from[c] + (to[c] - from[c]) * (place - low)))
  return [mixed[0]!, mixed[1]!, mixed[2]!, Math.round(255 * (0.42 + 0.36 * Math.min(1, Math.max(0, heat))))]
}
