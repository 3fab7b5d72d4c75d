import { expect, it } from 'vitest'
import { blendOutside, enlargeMask, type RowMaps, wordMask } from './local-blend'

/** A 4×4 map with attention of token 1 at one corner. */
const corner: RowMaps = {
  height: 4,
  width: 4,
  tokens: 2,
  data: Float32Array.from({ length: 32 }, (_, i) => (i === 1 ? 1 : 0)),
}

it('a mask covers the neighbours of a hot pixel when it pools, the pixel alone when not', () => {
  expect(wordMask(corner, [1], 0.3, true).join('')).toBe('1100110000000000')
  expect(wordMask(corner, [1], 0.3, false).join('')).toBe('1000000000000000')
})

it('a word without attention gives an empty mask, not a division by zero', () => {
  expect(wordMask(corner, [0], 0.3, true).some(Boolean)).toBe(false)
})

it('a blend takes the source outside the mask, in every channel', () => {
  const mask = enlargeMask(Uint8Array.of(1, 0), [1, 2], [2, 4])
  expect(mask.join('')).toBe('11001100')
  const edited = new Float32Array(16).fill(2)
  blendOutside(new Float32Array(16).fill(1), edited, mask)
  expect(edited.join('')).toBe('2211221122112211')
})
