import type { Tensor } from '@loom/tensor'

/** Row `index` of an image batch [B,3,H,W] in [-1,1] → RGB bytes, row by row; rounded as diffusers does. */
export function toRgb({ shape, data }: Tensor, index: number): { width: number; height: number; rgb: Uint8Array } {
  const [, , height, width] = shape as [number, number, number, number]
  const pixels = width * height
  const rgb = new Uint8Array(3 * pixels)
  for (let color = 0; color < 3; color++) {
    const plane = data.subarray((3 * index + color) * pixels, (3 * index + color + 1) * pixels)
    for (let pixel = 0; pixel < pixels; pixel++)
      rgb[3 * pixel + color] = Math.min(255, Math.max(0, Math.round((plane[pixel]! / 2 + 0.5) * 255)))
  }
  return { width, height, rgb }
}

/** RGB bytes → [1,3,H,W] in [-1,1]. */
export function fromRgb(rgb: Uint8Array, width: number, height: number): Tensor {
  const pixels = width * height
  const data = new Float32Array(3 * pixels)
  for (let color = 0; color < 3; color++)
    for (let pixel = 0; pixel < pixels; pixel++) data[color * pixels + pixel] = rgb[3 * pixel + color]! / 127.5 - 1
  return { shape: [1, 3, height, width], data }
}

/** RGBA bytes → the picture over white [1,3,H,W] in [-1,1], and how transparent it is [1,1,H,W] in 0…1. */
export function fromRgba(rgba: Uint8Array, width: number, height: number): { image: Tensor; mask: Tensor } {
  const pixels = width * height
  const data = new Float32Array(3 * pixels)
  const mask = new Float32Array(pixels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const opacity = rgba[4 * pixel + 3]! / 255
    mask[pixel] = 1 - opacity
    for (let color = 0; color < 3; color++)
      data[color * pixels + pixel] = (rgba[4 * pixel + color]! / 127.5 - 1) * opacity + 1 - opacity
  }
  return { image: { shape: [1, 3, height, width], data }, mask: { shape: [1, 1, height, width], data: mask } }
}
