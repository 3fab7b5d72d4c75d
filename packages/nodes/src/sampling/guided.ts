import { type Denoise, denoiser, guidanceBatch, guide, rescaleGuidance, usesNegative } from '@loom/diffusion'
import type { Told } from '@loom/models'
import { concat, lerp, rows, type Tensor } from '@loom/tensor'
import type { Model } from '../values'
import { concatTold, repeatTold } from './told'

/** One UNet call: batch [B,C,h,w] at a time per row, told of B rows → predicted [B,C,h,w]. */
export type Predict = (batch: Tensor, times: readonly number[], told: Told) => Promise<Tensor>

/** Prompts of a batch: of every row, and the one negative prompt. */
export type Prompts = { readonly positive: Told; readonly negative: Told }

/** Guidance of a row of the batch; a number is for all. */
export type Guidance = number | readonly number[]

/** The guided output of one call, [negative…, positive…] of [2B,…] → [B,…], each row by its own strength. */
function guideRows(output: Tensor, guidance: Guidance): Tensor {
  if (typeof guidance === 'number') return guide(output, guidance)
  const B = guidance.length
  const row = (r: number) => rows(output, r, r + 1)
  return concat(guidance.map((strength, r) => lerp(row(r), row(B + r), strength)))
}

export const needsNegative = (guidance: Guidance): boolean =>
  typeof guidance === 'number' ? usesNegative(guidance) : guidance.some(usesNegative)

/** A model as a denoiser, both halves of the guidance in one UNet call, negative half first. */
export function guidedBy(
  { training }: Model,
  predict: Predict,
  { positive, negative }: Prompts,
  guidance: Guidance,
  rescale = 0,
): Denoise {
  const B = positive.context.shape[0]!
  const both = needsNegative(guidance)
  const told = both ? concatTold([repeatTold(negative, B), positive]) : positive
  return denoiser(training, async (sample, time) => {
    const batch = both ? guidanceBatch(sample, 2) : sample
    const output = await predict(batch, new Array<number>(batch.shape[0]!).fill(time), told)
    if (!both) return output
    const guided = guideRows(output, guidance)
    return rescale > 0 ? rescaleGuidance(guided, rows(output, B, 2 * B), rescale) : guided
  })
}

/** As `guidedBy`, one prompt for every row. */
export function guided(
  model: Model,
  predict: Predict,
  { positive, negative }: Prompts,
  count: number,
  guidance: number,
): Denoise {
  return guidedBy(model, predict, { positive: repeatTold(positive, count), negative }, guidance)
}
