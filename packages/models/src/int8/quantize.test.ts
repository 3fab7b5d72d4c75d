import { describe, expect, it } from 'vitest'
import { quantize } from './quantize'

describe('a weight in 8 bits', () => {
  it('comes back within half a step of its output', () => {
    const [outputs, inputs] = [20, 33]
    const weight = Float32Array.from({ length: outputs * inputs }, (_, i) => Math.sin(i * i) * (1 + (i % 7)))
    const { values, scale } = quantize(weight, [outputs, inputs])
    for (let row = 0; row < outputs; row++)
      for (let i = 0; i < inputs; i++) {
        const off = values[i * outputs + row]! * scale[row]! - weight[row * inputs + i]!
        expect(Math.abs(off)).toBeLessThanOrEqual(scale[row]! * 0.5001)
      }
    expect(Math.max(...values.map(Math.abs))).toBe(127)
  })

  it('has the channels of each place of a kernel beside each other', () => {
    const weight = Float32Array.from([1, 2, 3, 4, 10, 20, 30, 127]) // [1,2,2,2]
    expect([...quantize(weight, [1, 2, 2, 2]).values]).toEqual([1, 10, 2, 20, 3, 30, 4, 127])
  })

  it('keeps an output of zeros at zero', () => {
    const { values, scale } = quantize(new Float32Array(4), [1, 4])
    expect([...values, ...scale]).toEqual([0, 0, 0, 0, 0])
  })
})
