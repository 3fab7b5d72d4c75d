import { showShape, type Tensor } from './tensor'

/** How a plane is cut: into tiles of `tile` values a side that share `overlap` with the next. */
export type Tiling = { readonly tile: number; readonly overlap: number }
/** A stretch along a side. */
type Span = { readonly start: number; readonly size: number }

/**
 * Runs over x [B,C,h,w] tile by tile and joins what comes out, `scale` times as large, fading from one tile to the next where
 * they overlap. Sizes and `tile` and `overlap` times `scale` are whole numbers.
 */
export async function inTiles(
  x: Tensor,
  { tile, overlap }: Tiling,
  scale: number,
  run: (tile: Tensor, index: number, count: number) => Promise<Tensor>,
): Promise<Tensor> {
  const [B, , h, w] = x.shape as [number, number, number, number]
  if (!(tile > overlap && overlap >= 0)) throw new Error(`inTiles: tiles of ${tile} cannot share ${overlap}`)
  const [down, across] = [spans(h, tile, overlap), spans(w, tile, overlap)]
  const count = down.length * across.length
  if (count === 1) return run(x, 0, 1)
  const [H, W] = [h * scale, w * scale]
  let joined: Float32Array | undefined
  let channels = 0
  let index = 0
  const weights = new Float32Array(H * W)
  for (const rows of down)
    for (const columns of across) {
      const part = await run(cut(x, rows, columns), index++, count)
      joined ??= new Float32Array(B * (channels = part.shape[1]!) * H * W)
      const [top, left] = [rows.start * scale, columns.start * scale]
      const v = ramp(rows, h, overlap, scale)
      const u = ramp(columns, w, overlap, scale)
      const [partHeight, partWidth] = part.shape.slice(2) as [number, number]
      if (partHeight !== v.length || partWidth !== u.length)
        throw new Error(`inTiles: ${showShape(part.shape)} came out of a tile that was to be ${v.length}×${u.length}`)
      for (let y = 0; y < partHeight; y++)
        for (let x = 0; x < partWidth; x++) {
          const [to, from, weight] = [(top + y) * W + left + x, y * partWidth + x, v[y]! * u[x]!]
          weights[to] = weights[to]! + weight
          for (let plane = 0; plane < B * channels; plane++)
            joined[plane * H * W + to]! += weight * part.data[plane * partHeight * partWidth + from]!
        }
    }
  const data = joined!
  for (let i = 0; i < data.length; i++) data[i] = data[i]! / weights[i % weights.length]!
  return { shape: [B, channels, H, W], data }
}

/** Stretches of at most `tile` that cover `size`; the last one is moved back to end with it. */
function spans(size: number, tile: number, overlap: number): Span[] {
  if (size <= tile) return [{ start: 0, size }]
  const count = Math.ceil((size - overlap) / (tile - overlap))
  return Array.from({ length: count }, (_, i) => ({ start: Math.min(i * (tile - overlap), size - tile), size: tile }))
}

/** Weights along a side of what comes out of a tile: rising and falling where there is a neighbour. */
function ramp({ start, size }: Span, whole: number, overlap: number, scale: number): Float32Array {
  const [length, wide] = [size * scale, overlap * scale]
  const before = start > 0 ? wide : 0
  const after = start + size < whole ? wide : 0
  return Float32Array.from({ length }, (_, i) =>
    Math.min(1, (before && (i + 0.5) / before) || 1, (after && (length - i - 0.5) / after) || 1),
  )
}

/** The part of a plane that lies in these rows and columns, copied: x [B,C,h,w] → [B,C,rows,columns] */
export function cut({ shape, data }: Tensor, rows: Span, columns: Span): Tensor {
  const [B, C, h, w] = shape as [number, number, number, number]
  const out = new Float32Array(B * C * rows.size * columns.size)
  let at = 0
  for (let plane = 0; plane < B * C; plane++)
    for (let y = 0; y < rows.size; y++, at += columns.size) {
      const from = (plane * h + rows.start + y) * w + columns.start
      out.set(data.subarray(from, from + columns.size), at)
    }
  return { shape: [B, C, rows.size, columns.size], data: out }
}
