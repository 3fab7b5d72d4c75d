import { type Area, type Mask, wholeArea } from './mask'

const HALF = 128

/** Masks the free place around a point, up to what is masked already: a drawn outline becomes its inside. */
export function fillFrom(mask: Mask, x: number, y: number): Area {
  const { width, height, data } = mask
  const [startX, startY] = [Math.floor(x), Math.floor(y)]
  const free = (pixel: number) => data[pixel]! < HALF
  if (startX < 0 || startY < 0 || startX >= width || startY >= height)
    return { ...wholeArea(mask), width: 0, height: 0 }
  const open = [startY * width + startX].filter(free)
  const edge: number[] = []
  const visit = (pixel: number) => (free(pixel) ? open : edge).push(pixel)
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    if (!free(pixel)) continue
    data[pixel] = 255
    const column = pixel % width
    if (column > 0) visit(pixel - 1)
    if (column < width - 1) visit(pixel + 1)
    if (pixel >= width) visit(pixel - width)
    if (pixel < width * (height - 1)) visit(pixel + width)
  }
  for (const pixel of edge) data[pixel] = 255 // the soft rim of the outline would else stay as a seam
  return wholeArea(mask)
}
