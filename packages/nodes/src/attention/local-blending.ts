import { blendOutside, enlargeMask, wordMask } from '@loom/diffusion'
import type { Tensor } from '@loom/tensor'
import type { Edit, LocalBlend } from './control'
import type { RowMap } from './edited-maps'

/** Map pixels that belong to the change: where either row attends to its words, and not to what is to be kept. */
function changeMask(source: RowMap, edited: RowMap, { words, without, threshold }: LocalBlend): Uint8Array {
  const either = (positions: LocalBlend['words'], pool: boolean) => {
    const inEdited = wordMask(edited, positions[1], threshold, pool)
    return wordMask(source, positions[0], threshold, pool).map((value, i) => value | inEdited[i]!)
  }
  const kept = either(without, false)
  return either(words, true).map((value, i) => (kept[i] ? 0 : value))
}

/**
 * Pulls edited rows of one picture back to the source outside of their words, after `call` calls. x [rows,C,H,W] is changed
 * in place; the picture's rows begin at `first`; `sums` are its maps so far. Hertz et al. 2022, §4; LocalBlend of the code.
 */
export function blendLocally(
  x: Tensor,
  first: number,
  edits: readonly Edit[],
  sums: readonly RowMap[],
  call: number,
  calls: number,
): void {
  const [, channels, height, width] = x.shape as [number, number, number, number]
  const size = channels * height * width
  const row = (r: number) => x.data.subarray((first + r) * size, (first + r + 1) * size)
  for (const [e, { blend, base }] of edits.entries()) {
    if (!blend || call <= Math.trunc(blend.start * calls)) continue
    const [source, edited] = [sums[base]!, sums[e + 1]!]
    const mask = changeMask(source, edited, blend)
    blendOutside(row(base), row(e + 1), enlargeMask(mask, [source.height, source.width], [height, width]))
  }
}
