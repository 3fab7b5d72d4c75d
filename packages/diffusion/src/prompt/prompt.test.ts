import { describe, expect, it } from 'vitest'
import { clipTokenizer, createTokenizer } from '../tokenizer'
import { readBrackets } from './brackets'
import { chunksOf, promptOf } from './prompt'

const clip = await clipTokenizer()
const words = (n: number) => Array.from({ length: n }, () => 'word').join(' ')

describe('a prompt', () => {
  it('keeps words whole at the end of a chunk, as ComfyUI does', () => {
    const prompt = promptOf(clip, `${words(74)} chinchilla`) // three tokens where one fits
    expect(prompt.tokens.slice(74).map(({ text }) => text)).toEqual(['chin', 'ch', 'illa'])
    expect(prompt.positions.slice(74)).toEqual([78, 79, 80])
    const [first, second] = chunksOf(prompt)
    expect(first!.slice(75)).toEqual([49407, 49407])
    expect(second!.slice(0, 5)).toEqual([49406, ...prompt.tokens.slice(74).map(({ id }) => id), 49407])
  })

  it('splits words of eight tokens and more', () => {
    const [first, second] = chunksOf(promptOf(clip, `${words(70)} ${'🐀'.repeat(9)}`))
    expect(first!.at(-1)).toBe(49407)
    expect(first![75]).not.toBe(49407)
    expect(second![1]).not.toBe(49407)
  })

  it('begins a new chunk at every break', () => {
    const prompt = promptOf(clip, readBrackets('a cat BREAK a dog', 'comfyui'))
    expect(prompt.positions).toEqual([1, 2, 78, 79])
    expect(chunksOf(promptOf(clip, readBrackets('BREAK BREAK a', 'comfyui')))).toHaveLength(1)
  })

  it('has the weight of its brackets at the positions of their words', () => {
    const { emphasis, text } = promptOf(clip, readBrackets('a (red:1.5) fox', 'comfyui'))
    expect(text).toBe('a red fox')
    expect([...emphasis!.subarray(0, 5)]).toEqual([1, 1, 1.5, 1, 1])
    expect(promptOf(clip, readBrackets('a red fox', 'comfyui')).emphasis).toBeUndefined()
  })

  it('splits a word only where a tiny encoder leaves no other way', () => {
    const tiny = createTokenizer({
      vocab: { '<|startoftext|>': 0, '<|endoftext|>': 1, a: 2, 'a</w>': 3 },
      merges: [],
      maxLength: 4,
    })
    expect(chunksOf(promptOf(tiny, 'aaa'))).toEqual([
      [0, 2, 2, 1],
      [0, 3, 1, 1],
    ])
  })
})
