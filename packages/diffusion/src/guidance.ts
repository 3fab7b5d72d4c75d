import { lerp, repeat, rows, type Tensor } from '@loom/tensor'

// Ho and Salimans 2022, eq. 6, in the form u + g·(c − u) of Stable Diffusion; arXiv:2207.12598

/** At guidance 1 the negative prompt has no weight, and its half of the batch need not be computed. */
export const usesNegative = (guidance: number): boolean => guidance !== 1

/** The batch for one UNet call: [B,…] → [2B,…], negative half first; at guidance 1 as it is. */
export function guidanceBatch(sample: Tensor, guidance: number): Tensor {
  return usesNegative(guidance) ? repeat(sample, 2) : sample
}

/** The guided output of that call: [negative…, positive…] of [2B,…] → [B,…]; at guidance 1 as it is. */
export function guide(output: Tensor, guidance: number): Tensor {
  if (!usesNegative(guidance)) return output
  const count = output.shape[0] ?? 0
  if (count % 2 !== 0) throw new Error(`guide: expected a negative and a positive half, got ${count} rows`)
  return lerp(rows(output, 0, count / 2), rows(output, count / 2, count), guidance)
}
