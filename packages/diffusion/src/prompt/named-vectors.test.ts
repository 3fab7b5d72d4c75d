import { describe, expect, it } from 'vitest'
import { clipTokenizer } from '../tokenizer'
import { readBrackets } from './brackets'
import { namedIn, splitWithNames } from './named-vectors'
import { chunksOf, promptOf } from './prompt'

const clip = await clipTokenizer()
const known = new Map([
  ['fox', [1001, 1002, 1003]],
  ['a.b', [1004]],
])
const prompt = (text: string) => promptOf(clip, readBrackets(text, 'comfyui'), splitWithNames(clip, known))
const ids = (text: string) => prompt(text).tokens.map(({ id }) => id)
const idsOf = (text: string) => clip.split(text).map(({ id }) => id)

describe('a name for vectors in a prompt', () => {
  it.each([
    ['a embedding:fox here', [...idsOf('a'), 1001, 1002, 1003, ...idsOf('here')]],
    ['embedding:fox, red', [1001, 1002, 1003, ...idsOf(', red')]],
    ['embedding:a.b.', [1004, ...idsOf('.')]],
    ['embedding:fox.pt, red', [1001, 1002, 1003, ...idsOf(', red')]],
    ['a <fox> here', [...idsOf('a'), 1001, 1002, 1003, ...idsOf('here')]],
    ['(embedding:fox:1.3) cat', [1001, 1002, 1003, ...idsOf('cat')]],
    ['a <b> fox embed:fox', idsOf('a <b> fox embed:fox')],
    ['myembedding:fox', idsOf('myembedding:fox')],
  ])('%s', (text, expected) => expect(ids(text)).toEqual(expected))

  it('has the weight of its brackets at every vector, and one place in the text', () => {
    const { emphasis, tokens, text } = prompt('a (embedding:fox:1.5) cat')
    expect([...emphasis!.subarray(0, 6)]).toEqual([1, 1, 1.5, 1.5, 1.5, 1])
    expect(tokens.slice(1, 4).map(({ start, end }) => text.slice(start, end))).toEqual(
      new Array(3).fill('embedding:fox'),
    )
  })

  it('is not split between chunks', () => {
    const [first, second] = chunksOf(prompt(`${'word '.repeat(74)} embedding:fox`))
    expect(first!.slice(75)).toEqual([49407, 49407])
    expect(second!.slice(0, 5)).toEqual([49406, 1001, 1002, 1003, 49407])
  })

  it('that is not known is answered with those that are', () => {
    expect(() => namedIn('embedding:box!', [...known.keys()])).toThrow('no embedding "box"; there are: fox, a.b')
    expect(() => namedIn('embedding:box', [])).toThrow('no embedding "box"; there are: none')
  })
})
