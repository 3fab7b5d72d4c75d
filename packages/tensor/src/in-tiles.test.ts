import { describe, expect, it } from 'vitest'
import { inTiles } from './in-tiles'
import { resizeNearest } from './resize'
import type { Tensor } from './tensor'

const wave = (...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)),
})

describe('inTiles', () => {
  it.each([
    [13, 17, 8, 3],
    [8, 8, 8, 3],
    [9, 5, 4, 0],
    [30, 7, 6, 5],
  ])('joins %i×%i to what the whole gives, where places do not see each other', async (h, w, tile, overlap) => {
    const x = wave(2, 3, h, w)
    const whole = resizeNearest(x, 2 * h, 2 * w)
    const sizes: number[] = []
    const joined = await inTiles(x, { tile, overlap }, 2, async (part) => {
      sizes.push(part.shape[2]!, part.shape[3]!)
      return resizeNearest(part, 2 * part.shape[2]!, 2 * part.shape[3]!)
    })
    expect(joined.shape).toEqual(whole.shape)
    expect(Math.max(...joined.data.map((value, i) => Math.abs(value - whole.data[i]!)))).toBeLessThan(1e-6)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(tile)
  })

  it('fades from one tile to the next', async () => {
    let tile = 0
    const { data } = await inTiles(wave(1, 1, 1, 14), { tile: 8, overlap: 2 }, 1, async ({ shape }) => {
      const value = tile++
      return { shape, data: new Float32Array(8).fill(value) }
    })
    expect([...data]).toEqual([0, 0, 0, 0, 0, 0, 0.25, 0.75, 1, 1, 1, 1, 1, 1])
  })

  it('leaves out the margins of tiles, where they see nothing beyond', async () => {
    let tile = 0
    const { data } = await inTiles(wave(1, 1, 1, 12), { tile: 8, overlap: 4, margin: 1 }, 1, async ({ shape }) => {
      const value = tile++
      return { shape, data: new Float32Array(8).fill(value) }
    })
    expect([...data]).toEqual([0, 0, 0, 0, 0, 0.25, 0.75, 1, 1, 1, 1, 1])
  })

  it('takes tiles of one size, no larger than it takes, and tells which of how many it is', async () => {
    const told: string[] = []
    await inTiles(wave(1, 1, 4, 20), { tile: 8, overlap: 2 }, 1, async (x, index, count) => {
      told.push(`${index + 1} of ${count}: ${x.shape}`)
      return x
    })
    expect(told).toEqual(['1 of 3: 1,1,4,8', '2 of 3: 1,1,4,8', '3 of 3: 1,1,4,8'])
    const sizes = new Set<number>()
    await inTiles(wave(1, 1, 4, 21), { tile: 12, overlap: 2 }, 1, async (x) => {
      sizes.add(x.shape[3]!)
      return x
    })
    expect([...sizes]).toEqual([12])
    await inTiles(wave(1, 1, 4, 24), { tile: 20, overlap: 2 }, 1, async (x) => {
      sizes.add(x.shape[3]!)
      return x
    })
    expect([...sizes]).toEqual([12, 13])
  })

  it('refuses tiles that do not get on', async () => {
    const run = async (x: Tensor) => x
    await expect(inTiles(wave(1, 1, 9, 9), { tile: 4, overlap: 4 }, 1, run)).rejects.toThrow(
      'tiles of 4 cannot share 4',
    )
    await expect(inTiles(wave(1, 1, 9, 9), { tile: 4, overlap: 2, margin: 1 }, 1, run)).rejects.toThrow(
      'of an overlap of 2 no margins of 1 can be left out',
    )
  })
})
