import { readFileSync } from 'node:fs'
import { concat, from } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { guidanceBatch, guide, rescaleGuidance } from './guidance'
import { gaussian } from './noise'

type Rescaled = { seed: number; shape: number[]; guidance: number; rescale: number; guided: number[] }
const { rescaled }: { rescaled: Rescaled } = JSON.parse(
  readFileSync(new URL('../../../tests/golden/diffusion/walks.json', import.meta.url), 'utf8'),
)

const [negative, positive] = [from([1, 2], [1, 2]), from([1, 2], [3, 1])]

describe('guidance', () => {
  it('goes from the negative prediction through the positive one and beyond', () => {
    const output = concat([negative, positive])
    expect([...guide(output, 0).data]).toEqual([1, 2])
    expect([...guide(output, 2).data]).toEqual([5, 0])
    expect([...guide(output, 7.5).data]).toEqual([16, -5.5])
  })

  it('keeps rows of a larger batch apart', () => {
    const output = concat([negative, positive, positive, negative])
    expect([...guide(output, 2).data]).toEqual([5, 0, -1, 3])
  })

  it('asks for the positive half alone at 1', () => {
    expect(guidanceBatch(positive, 1)).toBe(positive)
    expect(guide(positive, 1)).toBe(positive)
    expect(guidanceBatch(positive, 7.5).shape).toEqual([2, 2])
  })

  it('refuses a batch without two halves', () => {
    expect(() => guide(concat([negative, positive, positive]), 2)).toThrow('got 3 rows')
  })

  it('takes its spread back as diffusers does', () => {
    const draw = gaussian(rescaled.seed)
    const [no, yes] = [draw(rescaled.shape), draw(rescaled.shape)]
    const guided = rescaleGuidance(guide(concat([no, yes]), rescaled.guidance), yes, rescaled.rescale)
    const off = guided.data.map((value, i) => Math.abs(value - rescaled.guided[i]!))
    expect(Math.max(...off)).toBeLessThan(1e-5)
  })
})
