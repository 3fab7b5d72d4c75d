import { describe, expect, it } from 'vitest'
import {
  add,
  allFinite,
  blend,
  concat,
  from,
  lerp,
  map,
  max,
  mean,
  min,
  mul,
  repeat,
  resizeBilinear,
  resizeNearest,
  rows,
  scale,
  std,
  sub,
  zeros,
} from './index'

const a = from([2, 2], [1, 2, 3, 4])
const b = from([2, 2], [10, 20, 30, 40])

describe('a tensor', () => {
  it('survives structured clone', () => {
    expect(structuredClone(a)).toEqual(a)
  })

  it('refuses values that do not fill its shape', () => {
    expect(() => from([1, 4], [1, 2, 3])).toThrow('from: shape [1,4] holds 4 values, got 3')
  })

  it('is not changed by arithmetic on it', () => {
    add(a, b)
    scale(a, 2)
    expect([...a.data]).toEqual([1, 2, 3, 4])
  })
})

describe('arithmetic', () => {
  it('works value by value', () => {
    expect([...add(a, b).data]).toEqual([11, 22, 33, 44])
    expect([...sub(b, a).data]).toEqual([9, 18, 27, 36])
    expect([...mul(a, b).data]).toEqual([10, 40, 90, 160])
    expect([...scale(a, -2).data]).toEqual([-2, -4, -6, -8])
    expect([...blend(a, 2, b, 0.5).data]).toEqual([7, 14, 21, 28])
    expect([...lerp(a, b, 0).data]).toEqual([...a.data])
    expect([...lerp(a, b, 1).data]).toEqual([...b.data])
    expect([...map(a, Math.sqrt).data][3]).toBe(2)
  })

  it('names both shapes when they differ', () => {
    const [wide, narrow] = [zeros([1, 4, 8, 8]), zeros([1, 4, 8, 4])]
    expect(() => add(wide, narrow)).toThrow('add: shapes [1,4,8,8] and [1,4,8,4] differ')
    expect(() => lerp(wide, zeros([1, 4, 64]), 0.5)).toThrow('lerp: shapes [1,4,8,8] and [1,4,64] differ')
  })
})

describe('batches', () => {
  it('come apart into the rows they were joined from', () => {
    const joined = concat([a, b, a])
    expect(joined.shape).toEqual([6, 2])
    expect(rows(joined, 2, 4)).toEqual(b)
  })

  it('repeat as a whole', () => {
    expect([...repeat(from([2, 1], [1, 2]), 2).data]).toEqual([1, 2, 1, 2])
  })

  it('hand out copies', () => {
    const row = rows(a, 0, 1)
    row.data[0] = 99
    expect(a.data[0]).toBe(1)
  })

  it('say what does not fit', () => {
    expect(() => concat([zeros([1, 3]), zeros([1, 4])])).toThrow('shapes [1,3] and [1,4] differ after the first axis')
    expect(() => concat([zeros([1, 3]), zeros([1, 3, 1])])).toThrow('differ after the first axis')
    expect(() => concat([])).toThrow('at least one')
    expect(() => rows(a, 1, 3)).toThrow('rows: 1…3 is not inside the 2 rows of [2,2]')
    expect(() => repeat(a, 0)).toThrow('got 0')
  })
})

describe('statistics', () => {
  it('describe the values', () => {
    expect([mean(a), min(a), max(a)]).toEqual([2.5, 1, 4])
    expect(std(a)).toBeCloseTo(Math.sqrt(1.25), 12)
  })

  it('notice one bad value', () => {
    expect(allFinite(a)).toBe(true)
    expect(allFinite(from([2], [1, Number.NaN]))).toBe(false)
    expect(allFinite(from([2], [1, Number.POSITIVE_INFINITY]))).toBe(false)
  })
})

describe('resizing', () => {
  const image = from([1, 1, 2, 3], [0, 1, 2, 3, 4, 5])

  it('keeps every value at the same size', () => {
    expect(resizeNearest(image, 2, 3)).toEqual(image)
    expect(resizeBilinear(image, 2, 3)).toEqual(image)
  })

  it('copies the nearest value', () => {
    expect([...resizeNearest(image, 2, 6).data]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    expect([...resizeNearest(image, 1, 2).data]).toEqual([0, 1])
  })

  it('weighs neighbours as torch does', () => {
    // torch.nn.functional.interpolate(torch.arange(6.).view(1, 1, 2, 3), (3, 4), mode="bilinear").flatten().tolist()
    const expected = [0, 0.625, 1.375, 2, 1.5, 2.125, 2.875, 3.5, 3, 3.625, 4.375, 5]
    const off = sub(resizeBilinear(image, 3, 4), from([1, 1, 3, 4], expected))
    expect(max(map(off, Math.abs))).toBeLessThan(1e-6)
  })

  it('leaves a constant picture constant, also one value wide', () => {
    expect([...resizeBilinear(from([1, 1, 1, 1], [7]), 2, 3).data]).toEqual([7, 7, 7, 7, 7, 7])
  })

  it('refuses what is not a picture', () => {
    expect(() => resizeBilinear(a, 2, 2)).toThrow('resizeBilinear: expected [B,C,h,w], got [2,2]')
    expect(() => resizeNearest(image, 0, 2)).toThrow('got 0')
  })
})
