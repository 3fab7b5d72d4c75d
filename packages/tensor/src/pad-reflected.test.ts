import { expect, it } from 'vitest'
import { padReflected } from './pad-reflected'

it('mirrors the last rows and columns, which are not repeated themselves', () => {
  const x = { shape: [1, 1, 2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }
  const { shape, data } = padReflected(x, 3, 5)
  expect(shape).toEqual([1, 1, 3, 5])
  expect([...data]).toEqual([1, 2, 3, 2, 1, 4, 5, 6, 5, 4, 1, 2, 3, 2, 1])
})

it('goes no further than the first pixel of a picture that is too small to mirror', () => {
  const { data } = padReflected({ shape: [1, 1, 1, 1], data: Float32Array.of(7) }, 2, 4)
  expect([...data]).toEqual([7, 7, 7, 7, 7, 7, 7, 7])
})
