import type { Tensor } from './tensor'

const ROUNDS = 60

/** Makes columns [n,k] orthonormal, one after the other; Gram and Schmidt, twice for accuracy. */
function orthonormalize(columns: Float64Array[]): void {
  for (const [j, column] of columns.entries()) {
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of columns.slice(0, j)) {
        let dot = 0
        for (let i = 0; i < column.length; i++) dot += column[i]! * earlier[i]!
        for (let i = 0; i < column.length; i++) column[i]! -= dot * earlier[i]!
      }
    const length = Math.hypot(...column) || 1
    for (let i = 0; i < column.length; i++) column[i]! /= length
  }
}

/**
 * The right singular vectors of the `count` largest singular values of m [r,n] → [count,n], each up to its sign. Subspace
 * iteration on mᵀm with a few vectors to spare; Halko et al. 2011, §4.5; arXiv:0909.4061
 */
export function rightSingularVectors({ shape, data }: Tensor, count: number): Tensor {
  const [r, n] = shape as [number, number]
  const width = Math.min(n, count + 6)
  const columns = Array.from({ length: width }, (_, j) =>
    Float64Array.from({ length: n }, (_, i) => Math.sin((i + 1) * (j + 1) * 1.7)),
  )
  const image = new Float64Array(r)
  for (let round = 0; round < ROUNDS; round++) {
    orthonormalize(columns)
    for (const column of columns) {
      for (let y = 0; y < r; y++) {
        let sum = 0
        for (let x = 0; x < n; x++) sum += data[y * n + x]! * column[x]!
        image[y] = sum
      }
      column.fill(0)
      for (let y = 0; y < r; y++) for (let x = 0; x < n; x++) column[x]! += data[y * n + x]! * image[y]!
    }
  }
  orthonormalize(columns)
  return { shape: [count, n], data: Float32Array.from(columns.slice(0, count).flatMap((column) => [...column])) }
}
