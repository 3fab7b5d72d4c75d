import { showShape, type Tensor } from './tensor'

/**
 * How a plane is cut: into tiles of `tile` values a side that share `overlap` with the next. `margin`: of the overlap, what is
 * left out at a tile's edge, where it differs from the whole since nothing beyond is seen; below half of it.
 */
export type Tiling = { readonly tile: number; readonly overlap: number; readonly margin?: number }
/** A stretch along a side. */
type Span = { readonly start: number; readonly size: number }

/**
 * Runs over x [B,C,h,w] tile by tile and joins what comes out, `scale` times as large, fading from one tile to the next where
 * they overlap. Sizes and `tile` and `overlap` times `scale` are whole numbers.
 */
export async function inTiles(
  x: Tensor,
  { tile, overlap, margin = 0 }: Tiling,
  scale: number,
  run: (tile: Tensor, index: number, count: number) => Promise<Tensor>,
): Promise<Tensor> {
  const [B, , h, w] = x.shape as [number, number, number, number]
  if (!(tile > overlap && overlap >= 0)) throw new Error(`inTiles: tiles of ${tile} cannot share ${overlap}`)
  if (margin !== 0 && !(margin > 0 && 2 * margin < overlap))
    throw new Error(`inTiles: of an overlap of ${overlap} no margins of ${margin} can be left out`)
  const unit = Math.max(1, Math.round(1 / scale))
  const [down, across] = [spans(h, tile, overlap, unit), spans(w, tile, overlap, unit)]
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
      const fade = { from: margin * scale, to: (overlap - margin) * scale }
      const v = ramp(rows, h, fade, scale)
      const u = ramp(columns, w, fade, scale)
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

/** As few stretches of at most `tile` as cover `size`, all of one length in whole units; the last one ends with it. */
function spans(size: number, tile: number, overlap: number, unit: number): Span[] {
  if (size <= tile) return [{ start: 0, size }]
  const count = Math.ceil((size - overlap) / (tile - overlap))
  const even = Math.ceil((size + (count - 1) * overlap) / count / unit) * unit
  return Array.from({ length: count }, (_, i) => ({ start: Math.min(i * (even - overlap), size - even), size: even }))
}

/** Weights along a side of what comes out of a tile: rising and falling where there is a neighbour, from and to so far inside. */
function ramp({ start, size }: Span, whole: number, fade: { from: number; to: number }, scale: number): Float32Array {
  const length = size * scale
  const risen = (inside: number) => Math.min(1, Math.max(0, (inside - fade.from) / (fade.to - fade.from)))
  const [before, after] = [start > 0 && fade.to > 0, start + size < whole && fade.to > 0]
  return Float32Array.from({ length }, (_, i) =>
    Math.min(before ? risen(i + 0.5) : 1, after ? risen(length - i - 0.5) : 1),
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
