import type { Tensor } from '@loom/tensor'

/** The first channels of x [B,C,h,w]. */
export function channelsOf(x: Tensor, count: number): Tensor {
  const [B, C, h, w] = x.shape as [number, number, number, number]
  if (C === count) return x
  const [from, size] = [C * h * w, count * h * w]
  const data = new Float32Array(B * size)
  for (let row = 0; row < B; row++) data.set(x.data.subarray(row * from, row * from + size), row * size)
  return { shape: [B, count, h, w], data }
}

/** The channels of both, x [B,C,h,w] before `more` [B,D,h,w]: [B,C+D,h,w]. */
export function joinChannels(x: Tensor, more: Tensor): Tensor {
  const [B, C, h, w] = x.shape as [number, number, number, number]
  const D = more.shape[1]!
  const plane = h * w
  const data = new Float32Array(B * (C + D) * plane)
  for (let row = 0; row < B; row++) {
    data.set(x.data.subarray(row * C * plane, (row + 1) * C * plane), row * (C + D) * plane)
    data.set(more.data.subarray(row * D * plane, (row + 1) * D * plane), (row * (C + D) + C) * plane)
  }
  return { shape: [B, C + D, h, w], data }
}
