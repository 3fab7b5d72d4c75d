import { useEffect, useRef } from 'react'
import { type Area, type Mask, wholeArea } from './mask'
import type { Sheet } from './sheet'

/** The mask as a tint over its picture, as strong as the mask is; drawn anew only where it changes. */
export function MaskLayer({ sheet, opacity }: { sheet: Sheet; opacity: number }) {
  const { mask } = sheet
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!
    drawArea(context, mask, wholeArea(mask))
    return sheet.onChange((area) => drawArea(context, mask, area))
  }, [sheet, mask])
  return <canvas ref={canvas} width={mask.width} height={mask.height} style={{ opacity }} />
}

/** #f02ec8, which pictures seldom have, as the bytes R, G, B of a pixel; the same as in `widgets.css`. */
const TINT = 0xc82ef0

function drawArea(context: CanvasRenderingContext2D, mask: Mask, { x, y, width, height }: Area): void {
  if (width === 0 || height === 0) return
  const pixels = context.createImageData(width, height)
  const rgba = new Uint32Array(pixels.data.buffer)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      rgba[row * width + column] = (mask.data[(y + row) * mask.width + x + column]! << 24) | TINT
  context.putImageData(pixels, x, y)
}
