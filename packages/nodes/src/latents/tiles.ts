import { InputError, param } from '@loom/runtime'
import type { Tiling } from '@loom/tensor'

/** Params of nodes that work on large pictures tile by tile, with these defaults; pixels. */
export const tileParams = (tile: number, overlap: number) => ({
  tile: param.integer({
    default: tile,
    min: 0,
    max: 4096,
    step: 64,
    label: 'Tile',
    description: 'Side in pixels of tiles to go by, which bounds the memory; 0 takes the picture as a whole',
    advanced: true,
  }),
  overlap: param.integer({
    default: overlap,
    min: 0,
    max: 1024,
    step: 8,
    description: 'Pixels in which a tile fades into the next',
    advanced: true,
  }),
})

/** In units of `grid` pixels; undefined takes all at once. */
export function tilingOf({ tile, overlap }: { tile: number; overlap: number }, grid: number): Tiling | undefined {
  if (tile === 0) return undefined
  const [side, shared] = [Math.round(tile / grid), Math.round(overlap / grid)]
  if (side < 1 || 2 * shared > side)
    throw new InputError('overlap', `tiles of ${tile} pixels share at most half of that, not ${overlap}`)
  return { tile: side, overlap: shared }
}
