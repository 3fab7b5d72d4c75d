import { blendOutside, enlargeMask, type RowMaps, wordMask } from '@loom/diffusion'
import type { Tensor } from '@loom/tensor'
import type { Edit, LocalBlend } from './control'
import type { RowMap } from './edited-maps'

/** Side of the maps that blending looks at, as in the published code at 512 pixels; the nearest there is is taken. */
export const BLEND_SIDE = 16

/** Adds up the maps of one picture's rows over the calls, and pulls edited latents back to the source outside of their words. */
export class LocalBlending {
  readonly #sums: RowMap[] = []

  /** Maps of source and edits at one call. */
  add(maps: readonly RowMap[]): void {
    maps.forEach((map, row) => {
      const sum = this.#sums[row]
      if (!sum) this.#sums[row] = { ...map, data: Float32Array.from(map.data) }
      else for (let i = 0; i < sum.data.length; i++) sum.data[i]! += map.data[i]!
    })
  }

  #mask(edit: number, { words, without, threshold }: LocalBlend, base: number): Uint8Array {
    const sums: [RowMaps, RowMaps] = [this.#sums[base]!, this.#sums[edit]!]
    const either = (positions: LocalBlend['words'], pool: boolean) => {
      const [a, b] = sums.map((maps, side) => wordMask(maps, positions[side]!, threshold, pool)) as [
        Uint8Array,
        Uint8Array,
      ]
      return a.map((value, i) => value | b[i]!)
    }
    const kept = either(without, false)
    return either(words, true).map((value, i) => (kept[i] ? 0 : value))
  }

  /** After `call` calls: changes x [rows,C,H,W] of one picture, whose rows begin at `first`. */
  apply(x: Tensor, first: number, edits: readonly Edit[], call: number, calls: number): void {
    const [, channels, height, width] = x.shape as [number, number, number, number]
    const size = channels * height * width
    const row = (r: number) => x.data.subarray((first + r) * size, (first + r + 1) * size)
    edits.forEach(({ blend, base }, e) => {
      if (!blend || call <= Math.trunc(blend.start * calls)) return
      const { height: h, width: w } = this.#sums[0]!
      const mask = enlargeMask(this.#mask(e + 1, blend, base), [h, w], [height, width])
      blendOutside(row(base), row(e + 1), mask)
    })
  }
}
