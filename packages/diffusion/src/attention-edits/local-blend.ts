/** Word maps of one row: attention [h,w,tokens], mean over heads and layers, summed over calls so far. */
export type RowMaps = {
  readonly height: number
  readonly width: number
  readonly tokens: number
  readonly data: Float32Array
}

/** Attention on the given positions, summed: [h,w]. */
function heat({ height, width, tokens, data }: RowMaps, positions: readonly number[]): Float32Array {
  const sum = new Float32Array(height * width)
  for (let p = 0; p < sum.length; p++) for (const n of positions) sum[p]! += data[p * tokens + n]!
  return sum
}

/** Largest value of each 3×3 neighbourhood. */
function maxPool(values: Float32Array, height: number, width: number): Float32Array {
  const pooled = new Float32Array(values.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let best = Number.NEGATIVE_INFINITY
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
          best = Math.max(best, values[v * width + u]!)
      pooled[y * width + x] = best
    }
  return pooled
}

/** Where a row attends to words: 1 or 0 per map pixel [h,w]; heat over its own maximum against the threshold. */
export function wordMask(maps: RowMaps, positions: readonly number[], threshold: number, pool: boolean): Uint8Array {
  const raw = heat(maps, positions)
  const values = pool ? maxPool(raw, maps.height, maps.width) : raw
  const top = values.reduce((a, b) => Math.max(a, b), 0)
  return Uint8Array.from(values, (value) => (top > 0 && value / top > threshold ? 1 : 0))
}

/** Nearest-neighbour enlargement of a mask to the latent's size. */
export function enlargeMask(
  mask: Uint8Array,
  [h, w]: readonly [number, number],
  [H, W]: readonly [number, number],
): Uint8Array {
  const large = new Uint8Array(H * W)
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) large[y * W + x] = mask[Math.floor((y * h) / H) * w + Math.floor((x * w) / W)]!
  return large
}

/** Outside the mask the edited latent becomes the source's; both [C,H,W], mask [H,W]. Changes `edited`. */
export function blendOutside(source: Float32Array, edited: Float32Array, mask: Uint8Array): void {
  for (let i = 0; i < edited.length; i++) if (mask[i % mask.length] === 0) edited[i] = source[i]!
}
