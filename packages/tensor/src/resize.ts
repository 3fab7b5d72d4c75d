import { showShape, type Tensor } from './tensor'

/** The nearest value, as torch's `interpolate(mode="nearest")`: x [B,C,h,w] → [B,C,height,width]. */
export function resizeNearest(x: Tensor, height: number, width: number): Tensor {
  const [B, C, h, w] = planes('resizeNearest', x, height, width)
  const data = new Float32Array(B * C * height * width)
  let out = 0
  for (let plane = 0; plane < B * C; plane++) {
    for (let row = 0; row < height; row++) {
      const line = plane * h * w + Math.floor((row * h) / height) * w
      for (let column = 0; column < width; column++) data[out++] = x.data[line + Math.floor((column * w) / width)]!
    }
  }
  return { shape: [B, C, height, width], data }
}

/** Linear between value centres, no antialiasing, as torch's `interpolate(mode="bilinear", align_corners=False)`. */
export function resizeBilinear(x: Tensor, height: number, width: number): Tensor {
  const [B, C, h, w] = planes('resizeBilinear', x, height, width)
  const across = taps(w, width)
  const down = taps(h, height)
  const data = new Float32Array(B * C * height * width)
  let out = 0
  for (let plane = 0; plane < B * C; plane++) {
    for (let row = 0; row < height; row++) {
      const upper = (plane * h + down.low[row]!) * w
      const lower = (plane * h + down.high[row]!) * w
      const v = down.weight[row]!
      for (let column = 0; column < width; column++) {
        const [left, right, u] = [across.low[column]!, across.high[column]!, across.weight[column]!]
        const top = x.data[upper + left]! * (1 - u) + x.data[upper + right]! * u
        const bottom = x.data[lower + left]! * (1 - u) + x.data[lower + right]! * u
        data[out++] = top * (1 - v) + bottom * v
      }
    }
  }
  return { shape: [B, C, height, width], data }
}

/** For each of `to` places: the two of `from` values it lies between and the weight of the second. */
function taps(from: number, to: number) {
  const low = new Int32Array(to)
  const high = new Int32Array(to)
  const weight = new Float64Array(to)
  for (let i = 0; i < to; i++) {
    const at = Math.max(0, ((i + 0.5) * from) / to - 0.5)
    low[i] = Math.min(Math.floor(at), from - 1)
    high[i] = Math.min(low[i]! + 1, from - 1)
    weight[i] = at - low[i]!
  }
  return { low, high, weight }
}

function planes(where: string, x: Tensor, height: number, width: number): [number, number, number, number] {
  const [B, C, h, w] = x.shape
  if (x.shape.length !== 4) throw new Error(`${where}: expected [B,C,h,w], got ${showShape(x.shape)}`)
  for (const extent of [height, width]) {
    if (!Number.isInteger(extent) || extent < 1) throw new Error(`${where}: expected a size from 1 up, got ${extent}`)
  }
  return [B!, C!, h!, w!]
}
