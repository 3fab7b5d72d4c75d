import { expect, it } from 'vitest'
import { resizeBicubic } from './resize-bicubic'

it('bicubic enlargement is torch’s', () => {
  // torch: x = arange(12.).reshape(1,1,3,4).sin(); F.interpolate(x, size=(5, 7), mode='bicubic', align_corners=False)
  const x = { shape: [1, 1, 3, 4], data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)) }
  const y = resizeBicubic(x, 5, 7)
  const picked = [0, 3, 10, 17, 34].map((i) => y.data[i]!)
  for (const [i, value] of [-0.020775, 1.1945, 0.299738, -0.725906, -1.217562].entries())
    expect(picked[i]).toBeCloseTo(value, 4)
})
