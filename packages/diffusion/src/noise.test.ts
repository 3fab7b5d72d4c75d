import { readFileSync } from 'node:fs'
import { mean, std } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { batchNoise, gaussian } from './noise'

type Golden = {
  sequences: { seed: string; shapes: number[][]; values: number[][] }[]
  long: { seed: string; shape: number[]; sum: number; squares: number; min: number; max: number; every1000th: number[] }
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/diffusion/noise.json', import.meta.url), 'utf8'),
)

describe('noise from a seed', () => {
  it.each(golden.sequences)('is what torch draws for seed $seed and shapes $shapes', ({ seed, shapes, values }) => {
    const noise = gaussian(BigInt(seed))
    const off = shapes.map((shape, i) => maxOff(noise(shape).data, values[i]!))
    expect(Math.max(...off)).toBeLessThan(1e-6)
  })

  it('stays with torch over a long draw', () => {
    const { seed, shape, sum, squares, every1000th, min, max } = golden.long
    const { data } = gaussian(Number(seed))(shape)
    const seen = { sum: 0, squares: 0, min: 0, max: 0 }
    for (const value of data) {
      seen.sum += value
      seen.squares += value ** 2
      seen.min = Math.min(seen.min, value)
      seen.max = Math.max(seen.max, value)
    }
    expect(seen.sum).toBeCloseTo(sum, 2)
    expect(seen.squares).toBeCloseTo(squares, 1)
    expect([seen.min, seen.max]).toEqual([expect.closeTo(min, 5), expect.closeTo(max, 5)])
    expect(
      maxOff(
        every1000th,
        every1000th.map((_, i) => data[i * 1000]!),
      ),
    ).toBeLessThan(1e-6)
  })

  it('is new at every call and the same for the same seed', () => {
    const [one, two] = [gaussian(7), gaussian(7n)]
    const first = one([1, 4, 8, 8])
    expect(two([1, 4, 8, 8])).toEqual(first)
    expect(one([1, 4, 8, 8])).not.toEqual(first)
  })

  it('of a batch is one draw, and of pictures further on in it what remains after those before', () => {
    expect(batchNoise(0, [2, 4, 8, 8], 0)).toEqual(gaussian(0)([2, 4, 8, 8]))
    const second = golden.sequences.find(({ seed, shapes }) => seed === '42' && shapes.length === 2)!.values[1]!
    const { shape, data } = batchNoise(42, [1, 4, 16, 16], 1)
    expect(shape).toEqual([1, 4, 16, 16])
    expect(maxOff(data, second)).toBeLessThan(1e-6)
    expect(maxOff(batchNoise(3, [3, 4, 4, 4], 2).data, [...batchNoise(3, [5, 4, 4, 4], 0).data.subarray(128)])).toBe(0)
  })

  it('has mean 0 and deviation 1', () => {
    const values = gaussian(99)([1, 4, 64, 64])
    expect(Math.abs(mean(values))).toBeLessThan(0.03)
    expect(Math.abs(std(values) - 1)).toBeLessThan(0.03)
  })

  it('refuses seeds that torch refuses', () => {
    expect(() => gaussian(1.5)).toThrow('expected a whole seed')
    expect(() => gaussian(2 ** 60)).toThrow('a bigint beyond 2^53')
    expect(() => gaussian(2n ** 64n)).toThrow('from -2^63 to 2^64-1')
  })
})

function maxOff(values: ArrayLike<number>, expected: readonly number[]): number {
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0)
}
