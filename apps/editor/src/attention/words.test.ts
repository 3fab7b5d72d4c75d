import { describe, expect, it } from 'vitest'
import { stretchesOf, wordsIn } from './words'

const names = (text: string) => wordsIn(text).map(({ name }) => name)

describe('the words of a sentence', () => {
  it('are without the signs around them, repeated ones counted whatever their case', () => {
    expect(names('A cat, the dog’s well-known hat.')).toEqual(['A', 'cat', 'the', 'dog’s', 'well-known', 'hat'])
    expect(names('a cat and a Cat')).toEqual(['a#1', 'cat#1', 'and', 'a#2', 'Cat#2'])
  })

  it('are counted as the engine counts, also within words with a hyphen', () => {
    expect(names('a cat-like cat')).toEqual(['a', 'cat-like', 'cat#2'])
  })

  it('are found by phrase and by number', () => {
    expect(stretchesOf('the cat and the cat', 'The cat,')).toEqual([
      { start: 0, end: 7 },
      { start: 12, end: 19 },
    ])
    expect(stretchesOf('the cat and the cat', 'cat#2')).toEqual([{ start: 16, end: 19 }])
    expect(stretchesOf('concatenate', 'cat')).toEqual([])
  })
})
