import { type Denoise, denoiser, guidanceBatch, guide } from '@loom/diffusion'
import type { Tensor } from '@loom/tensor'
import type { Model } from '../ports'

/** One UNet call: batch [B,C,h,w] at a time per row, context [B,tokens,D] → predicted [B,C,h,w]. */
export type Predict = (batch: Tensor, times: readonly number[], context: Tensor) => Promise<Tensor>

/** A model as a denoiser, both halves of the guidance in one UNet call. context [2B,tokens,D], negative half first; [B,…] at guidance 1. */
export function guided({ training }: Model, predict: Predict, context: Tensor, guidance: number): Denoise {
  return denoiser(training, async (sample, time) => {
    const batch = guidanceBatch(sample, guidance)
    const times = new Array<number>(batch.shape[0]!).fill(time)
    return guide(await predict(batch, times, context), guidance)
  })
}
