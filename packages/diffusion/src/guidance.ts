import { concat, lerp, repeat, rows, scale, std, type Tensor } from '@loom/tensor'

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

/**
 * Brings the spread of guided outputs [B,…], which strong guidance widens until colours burn, back to that of the positive
 * half [B,…], row by row; `part` of 1 wholly, the paper has 0.7. Lin et al. 2023, §3.4; arXiv:2305.08891. On what the UNet
 * says, as diffusers; ComfyUI's RescaleCFG does it to velocities, which is the same for models that predict those.
 */
export function rescaleGuidance(guided: Tensor, positive: Tensor, part: number): Tensor {
  const row = (x: Tensor, r: number) => rows(x, r, r + 1)
  const factor = (r: number) => 1 - part + (part * std(row(positive, r))) / std(row(guided, r))
  return concat(Array.from({ length: guided.shape[0]! }, (_, r) => scale(row(guided, r), factor(r))))
}
