import { expect, it } from 'vitest'
import { nearest } from './nearest'

const places = [
  ['right', [100, 0]],
  ['far-right', [300, 0]],
  ['aside', [80, 90]],
  ['above', [0, -50]],
] as const

it('goes to the nearest in the direction, straight ahead before aside', () => {
  expect(nearest(places, [0, 0], [1, 0])).toBe('right')
  expect(nearest(places, [0, 0], [0, -1])).toBe('above')
  expect(nearest(places, [0, 0], [-1, 0])).toBeUndefined()
})
