import { requireSameShape, type Tensor } from '@loom/tensor'

/** Σ weight·tensor, rounded to float32 once. */
export function weightedSum(terms: readonly (readonly [tensor: Tensor, weight: number])[]): Tensor {
  const [first] = terms[0]!
  const sum = new Float64Array(first.data.length)
  for (const [tensor, weight] of terms) {
    requireSameShape('weightedSum', first, tensor)
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * tensor.data[i]!
  }
  return { shape: first.shape, data: Float32Array.from(sum) }
}
