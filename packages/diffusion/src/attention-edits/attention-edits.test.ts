import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Prompt, promptOf as readPrompt } from '../prompt'
import { clipTokenizer, type Tokenizer } from '../tokenizer'
import {
  crossAlpha,
  crossEdit,
  equalizer,
  identityMapper,
  type Mapper,
  refineMapper,
  replaceMapper,
  selfActive,
  wordPositions,
} from './index'

type Pair = {
  source: string
  edited: string
  refine: { mapper: number[]; alphas: number[] }
  replace?: [number, number, number][]
  edits: Record<string, number[]>
}
type Golden = {
  pairs: Pair[]
  windows: { all: number | [number, number]; words: Record<string, number | [number, number]>; alpha: string[] }[]
  edited: string
  words: { text: string; word: string; positions: number[] }[]
}
// made by: python tests/golden/diffusion/attention_edits.py <checkout of google/prompt-to-prompt>
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/diffusion/attention-edits.json', import.meta.url), 'utf8'),
)

let tokenizer: Tokenizer
beforeAll(async () => {
  tokenizer = await clipTokenizer()
})
const promptOf = (text: string): Prompt => readPrompt(tokenizer, text)

/** One pixel's attention [tokens] in closed form: softmax of 2·sin(0.7(n+1)(p+1) + h + 3·row), head 0, pixel 1. */
function attention(row: number): number[] {
  const e = Array.from({ length: 77 }, (_, n) => Math.exp(2 * Math.sin(0.7 * (n + 1) * 2 + 3 * row)))
  const sum = e.reduce((a, b) => a + b)
  return e.map((value) => value / sum)
}

/** A' = A_source·mapped + A_own·diag(own). */
function applied(
  { mapped, own }: { mapped: Float32Array; own: Float32Array },
  source: number[],
  mine: number[],
): number[] {
  return mine.map((value, n) => source.reduce((sum, a, w) => sum + a * mapped[w * 77 + n]!, 0) + value * own[n]!)
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))
const ones = () => new Float32Array(77).fill(1)
const weights = [
  { word: 'lasagne', weight: 3 },
  { word: 'lion', weight: -1 },
]

describe('mappers', () => {
  it.each(golden.pairs.map((pair) => [`${pair.source} → ${pair.edited}`, pair] as const))(
    'refine as published: %s',
    (_, pair) => {
      const { map, keep } = refineMapper(promptOf(pair.source), promptOf(pair.edited))
      expect([...keep]).toEqual(pair.refine.alphas)
      pair.refine.mapper.forEach((w, n) => {
        const column = Array.from({ length: 77 }, (_, row) => map[row * 77 + n]!)
        expect(column.flatMap((value, row) => (value ? [row] : []))).toEqual(w < 0 ? [] : [w])
      })
    },
  )

  const replaced = golden.pairs.filter((pair) => pair.replace)
  it.each(replaced.map((pair) => [`${pair.source} → ${pair.edited}`, pair] as const))(
    'replace as published: %s',
    (_, pair) => {
      const expected = new Float32Array(77 * 77)
      for (const [w, n, value] of pair.replace!) expected[w * 77 + n] = value
      expect(worst(replaceMapper(promptOf(pair.source), promptOf(pair.edited)).map, expected)).toBeLessThan(1e-6)
    },
  )

  it('with an aligned tail read the same word after a swap of other length', () => {
    const [source, edited] = [promptOf('a cat sat'), promptOf('a chinchilla sat')]
    const { map } = replaceMapper(source, edited, 'aligned')
    const [from] = wordPositions(source, 'sat')
    const [to] = wordPositions(edited, 'sat')
    expect(map[from! * 77 + to!]).toBe(1)
  })

  it('refuse to replace between sentences of different word counts', () => {
    expect(() => replaceMapper(promptOf('a cat'), promptOf('a big cat'))).toThrow(
      'replace needs as many words in both sentences, got 2 in "a cat" and 3 in "a big cat"; refine takes any two',
    )
  })
})

describe('the one formula', () => {
  const cases = golden.pairs.flatMap((pair) =>
    Object.entries(pair.edits).map(([kind, expected]) => ({ pair, kind, expected })),
  )
  it.each(cases)('gives the published $kind of $pair.source → $pair.edited', ({ pair, kind, expected }) => {
    const [source, edited] = [promptOf(pair.source), promptOf(pair.edited)]
    const known = weights.filter(({ word }) => edited.text.includes(word))
    const mappers: Record<string, () => Mapper> = {
      refine: () => refineMapper(source, edited),
      replace: () => replaceMapper(source, edited),
    }
    const mapper = (mappers[kind.replace(/^reweight-?/, '')] ?? (() => identityMapper(77)))()
    const words = edited.text.includes('lion') ? [{ word: 'lion', window: [0, 0.4] as const }] : []
    const alpha = crossAlpha(edited, { all: [0, 0.8], words }, 25, 50)
    const edit = crossEdit(mapper, kind.startsWith('reweight') ? equalizer(edited, known) : ones(), alpha)
    expect(worst(applied(edit, attention(0), attention(1)), expected)).toBeLessThan(1e-6)
  })

  it('leaves equal prompts as they are, and is independent generation outside its window', () => {
    const prompt = promptOf('a cat on a road')
    const same = crossEdit(refineMapper(prompt, prompt), ones(), ones())
    expect(worst(applied(same, attention(0), attention(0)), attention(0))).toBeLessThan(1e-7)
    const off = crossEdit(
      replaceMapper(prompt, promptOf('a dog on a road')),
      equalizer(prompt, [{ word: 'cat', weight: 9 }]),
      new Float32Array(77),
    )
    expect(applied(off, attention(0), attention(1))).toEqual(attention(1))
  })
})

describe('windows', () => {
  const pair = (bounds: number | [number, number]) => (typeof bounds === 'number' ? ([0, bounds] as const) : bounds)
  it.each(golden.windows)('fall as published: $all $words', ({ all, words, alpha }) => {
    const window = {
      all: pair(all),
      words: Object.entries(words).map(([word, bounds]) => ({ word, window: pair(bounds) })),
    }
    const rows = Array.from({ length: 51 }, (_, call) => crossAlpha(promptOf(golden.edited), window, call, 50).join(''))
    expect(rows).toEqual(alpha)
  })

  it('of self-attention end at whole calls, cut like the published int()', () => {
    const active = (to: number) =>
      Array.from({ length: 51 }, (_, call) => selfActive([0, to], call, 50)).filter(Boolean).length
    expect([0.29, 0.4, 0.58, 1].map(active)).toEqual([14, 20, 28, 50])
  })
})

describe('words', () => {
  it.each(golden.words)('are where the published code finds them: $word in "$text"', ({ text, word, positions }) =>
    expect(wordPositions(promptOf(text), word)).toEqual(positions),
  )

  it.each([
    ['Cat', 'a cat, a dog', [2]],
    ['cat#2', 'a cat and a Cat', [5]],
    ['next to', 'a cat next to a dog', [3, 4]],
    ['日本', '日本 cat', [1, 2, 3]],
    ['cat', 'a  cat sat', [2]],
    ['art', 'cartoon art', [2]],
  ])('%s is found in "%s"', (word, text, positions) => expect(wordPositions(promptOf(text), word)).toEqual(positions))

  it('that are not there are an error that lists those that are', () => {
    expect(() => wordPositions(promptOf('a cat, a dog'), 'bird')).toThrow(
      'there is no "bird" in "a cat, a dog"; its words are a, cat, dog',
    )
    expect(() => wordPositions(promptOf('a cat'), 'cat#2')).toThrow('"cat" is in "a cat" 1 times, not 2')
    expect(() => wordPositions(promptOf(''), 'cat')).toThrow('there is no "cat" in ""; it has no words')
  })
})
