import { resizeBicubic, type Tensor } from '@loom/tensor'

/** Colours from no heat to most, RGB 0…1: ink, violet, red, orange, pale yellow. */
const STOPS = [
  [0.04, 0.04, 0.1],
  [0.33, 0.08, 0.43],
  [0.78, 0.22, 0.33],
  [0.98, 0.6, 0.18],
  [0.99, 0.96, 0.72],
]

function colourOf(heat: number, channel: number): number {
  const at = Math.min(Math.max(heat, 0), 1) * (STOPS.length - 1)
  const low = Math.min(Math.floor(at), STOPS.length - 2)
  return STOPS[low]![channel]! + (at - low) * (STOPS[low + 1]![channel]! - STOPS[low]![channel]!)
}

/** From its least to its most as 0…1; a flat map is all 0. */
function normal(heat: Float32Array): Float32Array {
  const low = heat.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = heat.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return heat.map((value) => (value - low) / (high - low + 1e-8))
}

/** Heat [1,1,h,w] in colours [1,3,H,W] in [-1,1]; over `behind` [1,3,H,W], which shows through where it is cold. */
export function heatPicture(heat: Tensor, height: number, width: number, behind?: Float32Array): Tensor {
  const values = normal(resizeBicubic(heat, height, width).data)
  const pixels = height * width
  const data = new Float32Array(3 * pixels)
  for (let channel = 0; channel < 3; channel++)
    for (let p = 0; p < pixels; p++) {
      const colour = colourOf(values[p]!, channel) * 2 - 1
      const under = behind ? behind[channel * pixels + p]! : colour
      const cover = behind ? 0.25 + 0.6 * values[p]! : 1
      data[channel * pixels + p] = under * (1 - cover) + colour * cover
    }
  return { shape: [1, 3, height, width], data }
}
