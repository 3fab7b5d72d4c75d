import type { Tensor } from './tensor'

/** x [B,C,h,w] → [B,C,height,width], larger below and to the right, where it is mirrored at its last row and column. */
export function padReflected({ shape, data }: Tensor, height: number, width: number): Tensor {
  const [B, C, h, w] = shape as [number, number, number, number]
  const out = new Float32Array(B * C * height * width)
  const columns = Array.from({ length: width }, (_, x) => mirrored(x, w))
  let at = 0
  for (let plane = 0; plane < B * C; plane++)
    for (let y = 0; y < height; y++) {
      const row = (plane * h + mirrored(y, h)) * w
      for (const column of columns) out[at++] = data[row + column]!
    }
  return { shape: [B, C, height, width], data: out }
}

const mirrored = (place: number, size: number): number => (place < size ? place : Math.max(0, 2 * (size - 1) - place))
