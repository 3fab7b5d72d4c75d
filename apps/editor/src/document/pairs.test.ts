import { describe, expect, it } from 'vitest'
import { nextCompared, pairOf, roleOf } from './pairs'

describe('pictures of a batch', () => {
  it('are compared with the first, edits with their own source', () => {
    const plain = { count: 3, rows: 1 }
    expect([0, 1, 2].map((at) => pairOf(at, plain))).toEqual([
      [0, 1],
      [0, 1],
      [0, 2],
    ])
    const edited = { count: 6, rows: 3 }
    expect([0, 2, 3, 5].map((at) => pairOf(at, edited))).toEqual([
      [0, 1],
      [0, 2],
      [3, 4],
      [3, 5],
    ])
  })

  it('come in turns without their sources', () => {
    const turns = (at: number, by: number) => nextCompared(at, by, { count: 4, rows: 2 })
    expect([turns(0, 1), turns(1, 1), turns(3, 1), turns(1, -1)]).toEqual([3, 3, 1, 3])
    expect(nextCompared(2, 1, { count: 3, rows: 1 })).toBe(1)
  })

  it('say what they are', () => {
    expect([0, 1].map((at) => roleOf(at, { count: 2, rows: 2 }))).toEqual(['Source', 'Edit'])
    expect(roleOf(2, { count: 3, rows: 3 })).toBe('Edit 2')
    expect([2, 3].map((at) => roleOf(at, { count: 4, rows: 2 }))).toEqual(['Source of picture 2', 'Edit of picture 2'])
  })
})
