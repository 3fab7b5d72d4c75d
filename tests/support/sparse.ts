import type { Tensor } from '@loom/tensor'
import { expect } from 'vitest'

/** A tensor of which every so manieth value is kept. */
export type Some = { shape: number[]; every: number; values: number[] }

/** Largest difference, measured by the largest value. */
export function sparseError({ shape, data }: Tensor, { shape: expected, every, values }: Some): number {
  expect(shape).toEqual(expected)
  return Math.max(...values.map((value, i) => Math.abs(value - data[i * every]!))) / Math.max(...values.map(Math.abs))
}
