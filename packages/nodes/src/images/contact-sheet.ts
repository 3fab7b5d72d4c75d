import type { Tensor } from '@loom/tensor'
import sharp from 'sharp'
import { LINE, lettering } from './lettering'
import { fromRgb, toRgb } from './pixels'

/** A picture [1,3,h,w] in [-1,1] that is painted when its turn comes, and what is written below it. */
export type Captioned = { readonly caption: string; readonly paint: () => Tensor }

/** Longest side of a picture on the sheet, as in show_cross_attention of google/prompt-to-prompt; less when there are very many. */
const SIDE = 256
const MOST_PIXELS = 16e6
/** Parts of the longest side: between pictures, height of a caption, of its letters. */
const [GAP, BAND, LETTERS] = [0.03, 0.15, 0.09]
const PEN = 'fill="none" stroke="#1c1c28" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'

/** Pictures of one size, row by row, each with its caption below, on white: [1,3,H,W] in [-1,1]. */
export async function contactSheet(rows: readonly (readonly Captioned[])[]): Promise<Tensor> {
  const columns = Math.max(...rows.map((row) => row.length))
  const side = Math.min(SIDE, Math.floor(Math.sqrt(MOST_PIXELS / (columns * rows.length))))
  const tiles: (Tile & { x: number; y: number; caption: string })[] = []
  for (const [y, row] of rows.entries())
    for (const [x, { caption, paint }] of row.entries()) tiles.push({ x, y, caption, ...(await tileOf(paint(), side)) })

  const { width, height } = tiles[0]!
  const [gap, band] = [Math.ceil(side * GAP), Math.round(side * BAND)]
  const size = { width: gap + columns * (width + gap), height: gap + rows.length * (height + band) }
  const sheet = Buffer.alloc(3 * size.width * size.height, 255)
  const captions = tiles.map(({ x, y, caption, rgb }) => {
    const [left, top] = [gap + x * (width + gap), gap + y * (height + band)]
    for (let line = 0; line < height; line++)
      rgb.copy(sheet, 3 * ((top + line) * size.width + left), 3 * line * width, 3 * (line + 1) * width)
    return written(caption, left, top + height, width, band, side * LETTERS)
  })
  const letters = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ${PEN}>${captions.join('')}</svg>`
  const lettered = await sharp(sheet, { raw: { ...size, channels: 3 } })
    .composite([{ input: Buffer.from(letters) }])
    .removeAlpha()
    .raw()
    .toBuffer()
  return fromRgb(lettered, size.width, size.height)
}

type Tile = { readonly rgb: Buffer; readonly width: number; readonly height: number }

/** A picture whose longest side is as told. */
async function tileOf(picture: Tensor, side: number): Promise<Tile> {
  const { rgb, ...size } = toRgb(picture, 0)
  const scale = side / Math.max(size.width, size.height)
  const [width, height] = [size.width, size.height].map((extent) => Math.max(1, Math.round(extent * scale)))
  const { data, info } = await sharp(rgb, { raw: { ...size, channels: 3 } })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { rgb: data, width: info.width, height: info.height }
}

/** A caption in the middle of a band, smaller where it would be too wide. Pixels. */
function written(caption: string, left: number, top: number, width: number, band: number, letters: number): string {
  const { width: units, path } = lettering(caption)
  const scale = Math.min(letters / LINE, (width * 0.94) / units)
  const [x, y] = [left + (width - units * scale) / 2, top + (band - LINE * scale) / 2]
  return `<g transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})">${path}</g>`
}
