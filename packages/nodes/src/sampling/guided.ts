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

/** Noise levels at which the negative prompt counts. */
export type GuidedLevels = { readonly above: number; readonly upTo: number }
const everyLevel: GuidedLevels = { above: 0, upTo: Number.POSITIVE_INFINITY }

/** The levels from one part of a walk to another; 0 is its start and 1 its end. */
export function levelsBetween(sigmas: readonly number[], from: number, until: number): GuidedLevels {
  const steps = sigmas.length - 1
  const upTo = from === 0 ? everyLevel.upTo : sigmas[Math.round(from * steps)]!
  return { above: until === 1 ? everyLevel.above : sigmas[Math.round(until * steps)]!, upTo }
}

/**
 * A model as a denoiser, both halves of the guidance in one UNet call, negative half first. At other levels than `levels`
 * there is only the positive half: Kynkäänniemi et al. 2024; arXiv:2404.07724
 */
export function guidedBy(
  { training }: Model,
  predict: Predict,
  { positive, negative }: Prompts,
  guidance: Guidance,
  { rescale = 0, levels = everyLevel }: { rescale?: number; levels?: GuidedLevels } = {},
): Denoise {
  const B = positive.context.shape[0]!
  const call = (batch: Tensor, time: number, told: Told) =>
    predict(batch, new Array<number>(batch.shape[0]!).fill(time), told)
  const plain = denoiser(training, (sample, time) => call(sample, time, positive))
  if (!needsNegative(guidance)) return plain
  const told = concatTold([repeatTold(negative, B), positive])
  const guided = denoiser(training, async (sample, time) => {
    const output = await call(guidanceBatch(sample, 2), time, told)
    const guided = guideRows(output, guidance)
    return rescale > 0 ? rescaleGuidance(guided, rows(output, B, 2 * B), rescale) : guided
  })
  return (x, sigma) => (sigma > levels.above && sigma <= levels.upTo ? guided : plain)(x, sigma)
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
