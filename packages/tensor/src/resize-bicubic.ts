import type { Tensor } from './tensor'

const A = -0.75

/** Weights of the four samples around a point `t` (0…1) past the second; Keys 1981, with torch's a = −0.75. */
function weights(t: number): [number, number, number, number] {
  const near = (x: number) => ((A + 2) * x - (A + 3)) * x * x + 1
  const far = (x: number) => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A
  return [far(t + 1), near(t), near(1 - t), far(2 - t)]
}

/** Samples and weights for every output position along one side. */
function taps(from: number, to: number): { at: number; w: [number, number, number, number] }[] {
  return Array.from({ length: to }, (_, i) => {
    const x = ((i + 0.5) * from) / to - 0.5
    const at = Math.floor(x)
    return { at, w: weights(x - at) }
  })
}

/** Bicubic, as torch's interpolate with align_corners false: x [B,C,h,w] → [B,C,height,width]. Overshoots like it does. */
export function resizeBicubic({ shape, data }: Tensor, height: number, width: number): Tensor {
  const [B, C, h, w] = shape as [number, number, number, number]
  const [rows, columns] = [taps(h, height), taps(w, width)]
  const out = new Float32Array(B * C * height * width)
  const clamp = (value: number, top: number) => Math.min(top, Math.max(0, value))
  const line = new Float32Array(h * width)
  for (let plane = 0; plane < B * C; plane++) {
    const from = plane * h * w
    for (let y = 0; y < h; y++)
      for (let x = 0; x < width; x++) {
        const { at, w: k } = columns[x]!
        let sum = 0
        for (let i = 0; i < 4; i++) sum += k[i]! * data[from + y * w + clamp(at - 1 + i, w - 1)]!
        line[y * width + x] = sum
      }
    for (let y = 0; y < height; y++) {
      const { at, w: k } = rows[y]!
      for (let x = 0; x < width; x++) {
        let sum = 0
        for (let i = 0; i < 4; i++) sum += k[i]! * line[clamp(at - 1 + i, h - 1) * width + x]!
        out[(plane * height + y) * width + x] = sum
      }
    }
  }
  return { shape: [B, C, height, width], data: out }
}
