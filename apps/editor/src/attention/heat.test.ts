import { describe, expect, it } from 'vitest'
import { columnsOf, enlarge, heatColour, heatOf, tokenPieces } from './heat'

/** "an apartment" in three tokens. */
const tokens = [
  { text: 'an', start: 0, end: 2 },
  { text: 'apart', start: 3, end: 8 },
  { text: 'ment', start: 8, end: 12 },
]
const apartment = { start: 3, end: 12 }

/** An atlas of two rows and three columns with tiles of 2 × 1. */
const grey = [
  [0, 0, 255, 0, 0, 255],
  [0, 0, 0, 0, 51, 255],
].flat()
const atlas = { width: 6, data: new Uint8ClampedArray(grey.flatMap((value) => [value, value, value, 255])) }
const told = {
  tile: { width: 2, height: 1 },
  peaks: [
    [1, 0.5, 0.25],
    [1, 1, 1],
  ],
}

describe('heat', () => {
  it('reads the columns of a word’s tokens, after the start marker', () => {
    expect(columnsOf(tokens, apartment)).toEqual([2, 3])
    expect(tokenPieces(tokens, 'an apartment', apartment)).toEqual(['apart', 'ment'])
    expect(tokenPieces([], 'an apartment', apartment)).toEqual(['apartment'])
  })

  it('sums tiles by their peaks and runs from 0 to 1', () => {
    expect([...heatOf(told, atlas, 0, [1, 2]).values]).toEqual([1, 0]) // 0.5 and 0.25
    expect([...heatOf(told, atlas, 1, [2]).values]).toEqual([0, 1])
    expect([...heatOf(told, atlas, 0, [0]).values]).toEqual([0, 0])
  })

  it('grows smoothly, without new peaks', () => {
    const values = new Float32Array([0, 0, 0, 0, 1, 0, 0, 0, 0])
    const large = enlarge({ width: 3, height: 3, values }, 3)
    expect(large).toMatchObject({ width: 9, height: 9 })
    expect(large.values[4 * 9 + 4]).toBe(1)
    expect(large.values[4 * 9 + 3]).toBeCloseTo(large.values[3 * 9 + 4]!, 6)
    expect(large.values[0]).toBeLessThan(0.1)
  })

  it('goes from ink to pale yellow and covers more where it is hot', () => {
    const [cold, hot] = [heatColour(0), heatColour(1)]
    expect(cold.slice(0, 3)).toEqual([9, 9, 24])
    expect(hot.slice(0, 3)).toEqual([255, 243, 180])
    expect(hot[3]).toBeGreaterThan(cold[3])
  })
})
