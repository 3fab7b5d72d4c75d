import { readFileSync } from 'node:fs'
import { add, map, max, sub } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { BrownianTree } from './brownian-tree'

type Path = { seed: number; shape: number[]; ends: [number, number]; queries: [number, number][]; changes: number[][] }
const golden: { paths: Path[] } = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/diffusion/walks.json', import.meta.url), 'utf8'),
)

describe('a Brownian path from a seed', () => {
  it.each(golden.paths)('changes as torchsde’s tree does, seed $seed', ({ seed, shape, ends, queries, changes }) => {
    const tree = new BrownianTree(seed, shape, ...ends)
    for (const [i, [from, to]] of queries.entries()) {
      const off = tree.change(from, to).data.map((value, j) => Math.abs(value - changes[i]![j]!))
      expect(Math.max(...off), `${from}…${to}`).toBeLessThan(2e-6 * Math.sqrt(ends[1]))
    }
  })

  it('changes over a stretch by what it changes over its parts', () => {
    const tree = new BrownianTree(7, [1, 4, 8, 8], 0.03, 14.6)
    const parts = [0.03, 0.5, 3.123456, 9, 14.6]
    const sum = parts.slice(1).map((to, i) => tree.change(parts[i]!, to))
    expect(max(map(sub(sum.reduce(add), tree.change(0.03, 14.6)), Math.abs))).toBeLessThan(1e-5)
  })

  it('has the variance of the time that passes', () => {
    const tree = new BrownianTree(11, [1, 4, 64, 64], 0.03, 14.6)
    for (const [from, to] of [
      [0.03, 0.04],
      [2, 3],
      [1, 14],
    ] as const) {
      const { data } = tree.change(from, to)
      const variance = data.reduce((total, value) => total + value ** 2, 0) / data.length
      expect(variance / (to - from)).toBeCloseTo(1, 1)
    }
  })

  it('says which times it cannot tell apart', () => {
    expect(() => new BrownianTree(0, [1], 0, 1).change(0.5, 0.5)).toThrow('times that differ by 1e-6 or more')
  })
})
