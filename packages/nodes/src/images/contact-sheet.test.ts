import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { contactSheet } from './contact-sheet'
import { lettering } from './lettering'

/** A grey picture [1,3,h,w]. */
const grey = (height: number, width: number, value: number): Tensor => ({
  shape: [1, 3, height, width],
  data: new Float32Array(3 * height * width).fill(value),
})
const tile = (caption: string, value = 0) => ({ caption, paint: () => grey(64, 128, value) })
/** Values of the red plane in a part of the sheet. */
function part({ shape, data }: Tensor, [left, top, width, height]: [number, number, number, number]): number[] {
  const W = shape[3]!
  return Array.from({ length: width * height }, (_, i) => data[(top + Math.floor(i / width)) * W + left + (i % width)]!)
}
const darkest = (values: number[]) => Math.min(...values)

describe('a contact sheet', () => {
  it('has pictures 256 wide in rows, white between them, and ink below those that have a caption', async () => {
    const sheet = await contactSheet([[tile('rat', -0.5), tile('', 0.5)], [tile('apartment', 0)]])
    expect(sheet.shape).toEqual([1, 3, 8 + 2 * (128 + 38), 8 + 2 * (256 + 8)])
    expect(part(sheet, [9, 9, 254, 126]).every((value) => Math.abs(value + 0.5) < 0.01)).toBe(true)
    expect(part(sheet, [273, 9, 254, 126]).every((value) => Math.abs(value - 0.5) < 0.01)).toBe(true)
    expect(darkest(part(sheet, [264, 0, 8, 128]))).toBe(1)
    expect(darkest(part(sheet, [8, 136, 256, 38]))).toBeLessThan(-0.5)
    expect(darkest(part(sheet, [272, 136, 256, 38]))).toBe(1)
  })

  it('keeps a long caption below its own picture', async () => {
    const sheet = await contactSheet([[tile('w'.repeat(60)), tile('')]])
    expect(darkest(part(sheet, [8, 136, 256, 38]))).toBeLessThan(0)
    expect(darkest(part(sheet, [264, 136, 264, 38]))).toBe(1)
  })

  it('makes pictures smaller when there are very many', async () => {
    const small = Array.from({ length: 10 }, () => ({ caption: 'a', paint: () => grey(8, 8, 0) }))
    const { shape } = await contactSheet(Array.from({ length: 100 }, () => small))
    expect(shape[2]! * shape[3]!).toBeLessThan(25e6)
  })
})

describe('lettering', () => {
  const paths = (text: string) => lettering(text).path.match(/d="[^"]*"/g) ?? []

  it('has a glyph of its own for every letter, digit and sign of a caption', () => {
    const signs = "abcdefghijklmnopqrstuvwxyz0123456789#-'/,."
    expect(new Set(paths(signs)).size).toBe(signs.length)
    expect(paths(signs)).not.toContain(paths('鼠')[0])
  })

  it('reads as the model does: case and accents do not matter', () => {
    expect(lettering('Café')).toEqual(lettering('cafe'))
  })

  it('is as wide as its letters', () => {
    expect(lettering('').width).toBe(0)
    expect(lettering('mm').width).toBeGreaterThan(2 * lettering('m').width)
    expect(lettering('a b').width).toBeGreaterThan(lettering('ab').width)
  })
})
