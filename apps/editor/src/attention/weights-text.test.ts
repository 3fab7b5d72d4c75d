import { describe, expect, it } from 'vitest'
import { weightOf, withWeight } from './weights-text'
import { wordsIn } from './words'

const sentence = 'a cat on a bumpy road, and a cat'
const word = (name: string) => wordsIn(sentence).find((one) => one.name === name)!
const weight = (weights: string, name: string) => weightOf(weights, sentence, word(name))
const set = (weights: string, name: string, to: number) => withWeight(weights, sentence, word(name), to)

describe('the weight of a word', () => {
  it('is 1 unless an entry names it, alone, in a phrase or by number', () => {
    expect(weight('', 'bumpy')).toBe(1)
    expect(weight('Bumpy: 3, road: 0', 'bumpy')).toBe(3)
    expect(weight('bumpy: 3, road: 0', 'road')).toBe(0)
    expect(weight('bumpy road: -2', 'road')).toBe(-2)
    expect(weight('cat: 2, cat#2: 0.5', 'cat#1')).toBe(2)
    expect(weight('cat: 2, cat#2: 0.5', 'cat#2')).toBe(0.5)
  })

  it('passes over entries without a number', () => {
    expect(weight('bumpy: much, bumpy', 'bumpy')).toBe(1)
  })
})

describe('giving a word a weight', () => {
  it('adds an entry, changes it in its place and takes it away at 1', () => {
    expect(set('', 'bumpy', 3)).toBe('bumpy: 3')
    expect(set('road: 2', 'bumpy', 1.1)).toBe('road: 2, bumpy: 1.1')
    expect(set('bumpy:3 ; road: 2', 'bumpy', -1)).toBe('bumpy:-1 ; road: 2')
    expect(set('bumpy: 3, road: 2', 'bumpy', 1)).toBe('road: 2')
    expect(set('road: 2, bumpy: 3', 'bumpy', 1)).toBe('road: 2')
    expect(set('bumpy: 3', 'bumpy', 1)).toBe('')
  })

  it('keeps what it does not understand', () => {
    expect(set('dragon: 2, road, bumpy: much', 'bumpy', 2)).toBe('dragon: 2, road, bumpy: much, bumpy: 2')
    expect(set('who knows, bumpy: 2, : 4', 'bumpy', 1)).toBe('who knows, : 4')
  })

  it('leaves the other word of the same name alone', () => {
    expect(set('', 'cat#2', 2)).toBe('cat#2: 2')
    expect(set('cat: 2', 'cat#2', 1)).toBe('cat: 2, cat#2: 1')
    expect(set('cat: 2, cat#2: 1', 'cat#2', 2)).toBe('cat: 2')
  })

  it('wins over a phrase that comes later', () => {
    const after = set('bumpy: 2, bumpy road: 3', 'bumpy', 0.5)
    expect(after).toBe('bumpy road: 3, bumpy: 0.5')
    expect(weight(after, 'bumpy')).toBe(0.5)
  })
})
