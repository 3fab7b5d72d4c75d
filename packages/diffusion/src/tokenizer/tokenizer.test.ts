import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clipTokenizer, createTokenizer } from './index'

type Case = { text: string; ids: number[] }
type Long = { piece: string; count: number; sha256: string }
type Golden = { clip: Case[]; long: Long[]; small: { vocab: Record<string, number>; merges: string[]; cases: Case[] } }
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/diffusion/tokens.json', import.meta.url), 'utf8'),
)
const clip = await clipTokenizer()
const END = 49407

const filled = (ids: number[]) => [...ids, ...new Array<number>(77 - ids.length).fill(ids.at(-1)!)]
const piecesOf = (text: string) => clip.encode(text).tokens.map((token) => token.text)

describe('CLIP’s tokenizer', () => {
  it.each(golden.clip)('reads as transformers does: $text', ({ text, ids }) => {
    expect(clip.encode(text).ids).toEqual(filled(ids))
  })

  it.each(golden.long)('reads $piece over and over, to 10,000 characters, as transformers does', (long) => {
    const { piece, count, sha256 } = long
    const characters = [...piece].length
    const ids = clip.split(piece.repeat(Math.ceil(10_000 / characters))).map(({ id }) => id)
    expect(ids).toHaveLength(count)
    expect(createHash('sha256').update(ids.join()).digest('hex')).toBe(sha256)
  })

  it('says where in the text every token is', () => {
    const { ids, tokens } = clip.encode('A  rat, cooking')
    expect(tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['A', 0, 1],
      ['rat', 3, 6],
      [',', 6, 7],
      ['cooking', 8, 15],
    ])
    expect(ids.slice(1, 5)).toEqual(tokens.map((token) => token.id))
  })

  it('gives every token the characters it was made from', () => {
    expect(piecesOf('Cafe\u0301 NOIR')).toEqual(['Cafe\u0301', 'NOIR'])
    expect(piecesOf('İs')).toEqual(expect.arrayContaining(['İ', 's']))
    expect(piecesOf('a\u200bb<|endoftext|>c')).toEqual(['a\u200bb', '<|endoftext|>', 'c'])
    expect(new Set(piecesOf('🐀'))).toEqual(new Set(['🐀']))
    expect(piecesOf('日本').join('')).toMatch(/^日+本+$/)
  })

  it.each(golden.clip)('keeps its offsets inside the text and in order: $text', ({ text }) => {
    let last = 0
    for (const { start, end, text: piece } of clip.encode(text).tokens) {
      expect(start).toBeGreaterThanOrEqual(last)
      expect(end).toBeGreaterThan(start)
      expect(piece).toBe(text.slice(start, end))
      last = start
    }
    expect(last).toBeLessThanOrEqual(text.length)
  })

  it('says when the text is longer than the encoder can take', () => {
    expect(clip.encode('word '.repeat(75))).toMatchObject({ truncated: false })
    const long = clip.encode('word '.repeat(76))
    expect(long).toMatchObject({ truncated: true })
    expect(long.tokens).toHaveLength(75)
    expect(long.ids).toHaveLength(77)
    expect(long.ids[76]).toBe(END)
  })

  it('pads with another token where a model wants it', async () => {
    const { ids } = await clipTokenizer({ pad: '!' }).then((tokenizer) => tokenizer.encode('rat'))
    expect(ids.slice(2, 5)).toEqual([END, 0, 0])
  })

  it('takes half a surrogate pair for nothing', () => {
    expect(clip.encode('rat\ud83d dog').ids).toEqual(clip.encode('rat dog').ids)
  })
})

describe('a tokenizer from a model’s own files', () => {
  const { vocab, merges, cases } = golden.small

  it.each(cases)('reads as transformers does: $text', ({ text, ids }) => {
    expect(createTokenizer({ vocab, merges }).encode(text).ids).toEqual(filled(ids))
  })

  it('passes over the version line and blank lines of a merges file', () => {
    const file = ['#version: 0.2', ...merges, '']
    expect(createTokenizer({ vocab, merges: file }).encode('a rat cooking')).toEqual(
      createTokenizer({ vocab, merges }).encode('a rat cooking'),
    )
  })

  it('fits the length its encoder has', () => {
    const { ids, truncated } = createTokenizer({ vocab, merges, maxLength: 4 }).encode('in in in')
    expect([ids.length, truncated]).toEqual([4, true])
  })

  it('says what is wrong with the files', () => {
    expect(() => createTokenizer({ vocab: { a: 0 }, merges: [] })).toThrow(
      'tokenizer: the vocabulary has no <|startoftext|>',
    )
    expect(() => createTokenizer({ vocab, merges, pad: '[PAD]' })).toThrow('the vocabulary has no [PAD]')
    expect(() => createTokenizer({ vocab, merges: ['a b', 'abc'] })).toThrow('in merge 2, got "abc"')
    expect(() => createTokenizer({ vocab, merges, maxLength: 1 })).toThrow('got 1')
  })
})
