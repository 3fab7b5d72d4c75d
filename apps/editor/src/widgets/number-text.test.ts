import { expect, it } from 'vitest'
import { arrowStep, clamp, readNumber, settle } from './number-text'

it('reads what people type', () => {
  expect(readNumber(' 7,5 ')).toBe(7.5)
  expect(readNumber('1e3')).toBe(1000)
  for (const text of ['', ' ', 'seven', '1/2', 'NaN', 'Infinity']) expect(readNumber(text)).toBeUndefined()
})

it('settles on the grid without binary tails', () => {
  expect(settle(0.30000000000000004, { min: 0, max: 1, step: 0.1 })).toBe(0.3)
  expect(settle(129, { min: 64, max: 2048, step: 8, integer: true })).toBe(128)
  expect(settle(99, { min: 0, max: 10, step: 1 })).toBe(10)
})

it('keeps typed values in range', () => {
  expect(clamp(7.77, { min: 1, max: 30, step: 0.5 })).toBe(7.77)
  expect(clamp(3.6, { min: 1, max: 9, step: 1, integer: true })).toBe(4)
  expect(clamp(-4, { min: 0, max: 9, step: 1 })).toBe(0)
})

it('moves by arrows, ten steps with Shift', () => {
  expect(arrowStep('ArrowUp', false)).toBe(1)
  expect(arrowStep('ArrowDown', true)).toBe(-10)
  expect(arrowStep('a', false)).toBe(0)
})
