import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { paintLine } from './brush'
import { fillFrom } from './fill'
import { greyPng } from './grey-png'
import { covered, emptyMask, type Mask } from './mask'
import { Sheet } from './sheet'

const hard = (radius: number) => ({ radius, soft: 0, erases: false })
const at = ({ width, data }: Mask, x: number, y: number) => data[y * width + x]

describe('a brush', () => {
  it('covers what is nearer to its line than its radius, and nothing beyond', () => {
    const mask = emptyMask(64, 32)
    paintLine(mask, [12, 16], [52, 16], hard(6))
    expect([at(mask, 12, 16), at(mask, 30, 20), at(mask, 51, 12)]).toEqual([255, 255, 255])
    expect([at(mask, 30, 8), at(mask, 4, 16), at(mask, 60, 16), at(mask, 7, 10)]).toEqual([0, 0, 0, 0])
    const area = Math.PI * 36 + 40 * 12
    expect(covered(mask) * 64 * 32).toBeCloseTo(area, -1)
  })

  it('fades over its soft part, and drawn twice is no darker', () => {
    const mask = emptyMask(64, 64)
    const brush = { radius: 20, soft: 1, erases: false }
    paintLine(mask, [32, 32], [32, 32], brush)
    const ray = [0, 5, 10, 15, 19, 25].map((out) => at(mask, 32 + out, 32)!)
    expect(ray).toEqual([...ray].sort((a, b) => b - a))
    expect(ray[2]).toBeGreaterThan(60)
    expect(ray[2]).toBeLessThan(195)
    expect(ray.at(-1)).toBe(0)
    paintLine(mask, [32, 32], [32, 32], brush)
    expect([0, 5, 10, 15, 19, 25].map((out) => at(mask, 32 + out, 32))).toEqual(ray)
  })

  it('that erases takes away, and one beyond the edge of the picture hurts nobody', () => {
    const mask = emptyMask(16, 16)
    mask.data.fill(255)
    paintLine(mask, [8, 8], [8, 8], { ...hard(3), erases: true })
    expect([at(mask, 8, 8), at(mask, 1, 1)]).toEqual([0, 255])
    const before = mask.data.slice()
    paintLine(mask, [-40, -40], [-30, 90], hard(5))
    expect(mask.data).toEqual(before)
  })
})

describe('filling', () => {
  it('stays inside of an outline and leaves no seam at it', () => {
    const mask = emptyMask(40, 40)
    const corners = [[8, 8], [32, 8], [32, 32], [8, 32], [8, 8]] as const // biome-ignore format: a square
    for (const [place, corner] of corners.slice(1).entries()) paintLine(mask, corners[place]!, corner, hard(2))
    fillFrom(mask, 20, 20)
    expect([at(mask, 20, 20), at(mask, 10, 10), at(mask, 11, 20), at(mask, 2, 2)]).toEqual([255, 255, 255, 0])
    for (let x = 10; x < 30; x++) expect(at(mask, x, 20)).toBe(255)
  })

  it('of an empty mask fills all of it; outside of the picture nothing', () => {
    const mask = emptyMask(9, 7)
    fillFrom(mask, -1, 3)
    expect(covered(mask)).toBe(0)
    fillFrom(mask, 8, 6)
    expect(covered(mask)).toBe(1)
  })
})

describe('a sheet', () => {
  const strokeOf = (sheet: Sheet, ...xs: number[]) => {
    sheet.beginStroke()
    for (const x of xs) sheet.line([x, 8], [x, 8], hard(3))
    sheet.endStroke()
  }

  it('undoes a whole stroke, and does it again', () => {
    const sheet = new Sheet(emptyMask(32, 16))
    strokeOf(sheet, 6, 14)
    const one = sheet.mask.data.slice()
    sheet.invert()
    sheet.undo()
    expect(sheet.mask.data).toEqual(one)
    sheet.undo()
    expect(covered(sheet.mask)).toBe(0)
    expect([sheet.canUndo, sheet.canRedo]).toEqual([false, true])
    sheet.redo()
    expect(sheet.mask.data).toEqual(one)
    strokeOf(sheet, 24)
    expect(sheet.canRedo).toBe(false)
  })

  it('keeps no step that changed nothing, and drops a stroke that was not meant', () => {
    const sheet = new Sheet(emptyMask(32, 16))
    sheet.clear()
    strokeOf(sheet, -50)
    expect(sheet.canUndo).toBe(false)
    sheet.beginStroke()
    sheet.line([8, 8], [20, 8], hard(4))
    sheet.dropStroke()
    expect([covered(sheet.mask), sheet.canUndo]).toEqual([0, false])
  })
})

it('a mask of a large picture is smaller, in its proportions', () => {
  expect(emptyMask(6000, 3000)).toMatchObject({ width: 2048, height: 1024 })
  expect(emptyMask(700, 500)).toMatchObject({ width: 700, height: 500 })
})

it('a mask as a PNG is grey, eight bits, and holds its pixels', async () => {
  const mask: Mask = { width: 3, height: 2, data: Uint8ClampedArray.of(0, 10, 255, 7, 128, 1) }
  const bytes = Buffer.from(await (await greyPng(mask)).arrayBuffer())
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24], bytes[25]]).toEqual([3, 2, 8, 0])
  const length = bytes.readUInt32BE(33)
  expect([...inflateSync(bytes.subarray(41, 41 + length))]).toEqual([0, 0, 10, 255, 0, 7, 128, 1])
  expect(bytes.subarray(-8).toString('hex')).toBe('49454e44ae426082') // IEND with its known checksum
})
