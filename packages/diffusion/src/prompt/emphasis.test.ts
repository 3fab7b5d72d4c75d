import { describe, expect, it } from 'vitest'
import { emphasised } from './emphasis'

const features = { shape: [1, 2, 2], data: Float32Array.of(1, 2, 3, 4) }
const empty = { shape: [1, 2, 2], data: Float32Array.of(1, 1, 1, 1) }

describe('emphasis', () => {
  it('as ComfyUI moves a position away from what an empty text means', () => {
    expect([...emphasised(features, Float32Array.of(1, 2), empty, 'comfyui').data]).toEqual([1, 2, 5, 7])
    expect([...emphasised(features, Float32Array.of(0, 1), empty, 'comfyui').data]).toEqual([1, 1, 3, 4])
  })

  it('as AUTOMATIC1111 keeps the mean of a chunk', () => {
    const { data } = emphasised(features, Float32Array.of(1, 2), empty, 'automatic1111')
    expect([...data]).toEqual([1, 2, 6, 8].map((value) => expect.closeTo((value * 10) / 17, 6)))
  })
})
