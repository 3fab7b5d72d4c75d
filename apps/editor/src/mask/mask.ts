/** Grey, row by row: 255 where something is to be done, 0 where nothing is. */
export type Mask = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }

/** Whole pixels of a mask: from `x`, `y` on, `width` × `height`. */
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const LONGEST = 2048

/** A mask over a large picture is drawn smaller; the node stretches it. */
export function emptyMask(width: number, height: number): Mask {
  const scale = Math.min(1, LONGEST / Math.max(width, height))
  const [w, h] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number]
  return { width: w, height: h, data: new Uint8ClampedArray(w * h) }
}

/** The part of [left, right) × [top, bottom) that is inside of the mask. */
export function areaWithin({ width, height }: Mask, left: number, top: number, right: number, bottom: number): Area {
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))]
  const [endX, endY] = [Math.min(width, Math.ceil(right)), Math.min(height, Math.ceil(bottom))]
  return { x, y, width: Math.max(0, endX - x), height: Math.max(0, endY - y) }
}

export const wholeArea = ({ width, height }: Mask): Area => ({ x: 0, y: 0, width, height })

/** How much of the picture is masked, 0…1; grey counts for its part. */
export function covered({ data }: Mask): number {
  let sum = 0
  for (const value of data) sum += value
  return sum / (255 * data.length)
}
