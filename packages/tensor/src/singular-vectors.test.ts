import { expect, it } from 'vitest'
import { rightSingularVectors } from './singular-vectors'

it('finds the singular vectors of a matrix made of them', () => {
  // m = 5·u₁v₁ᵀ + 2·u₂v₂ᵀ + 0.5·u₃v₃ᵀ with v from the cosines of a DCT, which are orthogonal
  const [r, n] = [12, 9]
  const cosine = (k: number, i: number, size: number) =>
    Math.sqrt(2 / size) * Math.cos((Math.PI * k * (i + 0.5)) / size)
  const data = Float32Array.from({ length: r * n }, (_, at) => {
    const [y, x] = [Math.floor(at / n), at % n]
    return [5, 2, 0.5].reduce((sum, s, k) => sum + s * cosine(k + 2, y, r) * cosine(k + 1, x, n), 0)
  })
  const found = rightSingularVectors({ shape: [r, n], data }, 3)
  for (let k = 0; k < 3; k++) {
    const dot = Array.from({ length: n }, (_, x) => found.data[k * n + x]! * cosine(k + 1, x, n)).reduce(
      (a, b) => a + b,
    )
    expect(Math.abs(dot)).toBeCloseTo(1, 5)
  }
})
