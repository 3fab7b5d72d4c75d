import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bracketRules, readBrackets } from './brackets'

const read = (text: string, rule: (typeof bracketRules)[number]) => {
  const { text: plain, passages } = readBrackets(text, rule)
  return passages.map(({ start, end, weight }) => [plain.slice(start, end), Number(weight.toFixed(6))])
}

describe('brackets in a text', () => {
  // what comfy/sd1_clip.py's token_weights gives for these texts
  it.each([
    [
      'a (red) fox',
      [
        ['a ', 1],
        ['red', 1.1],
        [' fox', 1],
      ],
    ],
    [
      'a ((red)) fox',
      [
        ['a ', 1],
        ['red', 1.21],
        [' fox', 1],
      ],
    ],
    [
      '(a (red:1.3) fox:0.5)',
      [
        ['a ', 0.5],
        ['red', 1.3],
        [' fox', 0.5],
      ],
    ],
    [
      '(a (red) fox:0.5)',
      [
        ['a ', 0.5],
        ['red', 0.55],
        [' fox', 0.5],
      ],
    ],
    ['(a:b:2)', [['a:b', 2]]],
    ['(a: b)', [['a: b', 1.1]]],
    ['a \\(b\\) [c]', [['a (b) [c]', 1]]],
    ['(cat:-1)', [['cat', -1]]],
  ])('as ComfyUI reads %s', (text, expected) => expect(read(text, 'comfyui')).toEqual(expected))

  // what modules/prompt_parser.py's parse_prompt_attention gives for these texts
  it.each([
    [
      '(a (red:1.3) fox:0.5)',
      [
        ['a ', 0.5],
        ['red', 0.65],
        [' fox', 0.5],
      ],
    ],
    [
      'a [red] fox',
      [
        ['a ', 1],
        ['red', 0.909091],
        [' fox', 1],
      ],
    ],
    ['\\(literal\\]', [['(literal]', 1]]],
    ['[(a)]', [['a', 1]]],
  ])('as AUTOMATIC1111 reads %s', (text, expected) => expect(read(text, 'automatic1111')).toEqual(expected))

  it('without a partner are characters', () => {
    expect(read('a) b (c', 'comfyui')).toEqual([['a) b (c', 1]])
    expect(read('(a [b) c]', 'automatic1111')).toEqual([
      ['a [b', 1.1],
      [' c]', 1],
    ])
  })

  it('say where new chunks begin, for a BREAK that stands alone', () => {
    expect(readBrackets('a cat BREAK a dog', 'comfyui')).toMatchObject({ text: 'a cat a dog', breaks: [6] })
    expect(readBrackets('BREAKFAST aBREAK', 'comfyui')).toMatchObject({ text: 'BREAKFAST aBREAK', breaks: [] })
    expect(readBrackets('a BREAK b', 'plain')).toMatchObject({ text: 'a BREAK b', breaks: [] })
  })

  it('leave passages that cover the text from its begin to its end', () => {
    const pieces = fc.array(fc.constantFrom('(', ')', '[', ']', ':1.3', '\\', ' BREAK ', 'fox', ' ', '🦊'))
    fc.assert(
      fc.property(pieces, fc.constantFrom(...bracketRules), (parts, rule) => {
        const { text, passages } = readBrackets(parts.join(''), rule)
        let at = 0
        for (const { start, end, weight } of passages) {
          expect(start).toBe(at)
          expect(Number.isFinite(weight)).toBe(true)
          at = end
        }
        expect(at).toBe(text.length)
      }),
    )
  })
})
