import { type Denoise, denoiser, guidanceBatch, guide, usesNegative } from '@loom/diffusion'
import { concat, repeat } from '@loom/tensor'
import type { Conditioning, Model } from '../ports'

type Prompts = { readonly positive: Conditioning; readonly negative: Conditioning; readonly guidance: number }

/** A model and its prompts as a denoiser, both halves of the guidance in one UNet call. */
export function guided({ loaded, training }: Model, { positive, negative, guidance }: Prompts): Denoise {
  const contexts = usesNegative(guidance) ? [negative.context, positive.context] : [positive.context]
  return denoiser(training, async (sample, time) => {
    const rows = sample.shape[0]!
    const batch = guidanceBatch(sample, guidance)
    const context = concat(contexts.map((each) => repeat(each, rows)))
    const times = new Array<number>(batch.shape[0]!).fill(time)
    return guide(await loaded.predict(batch, times, context), guidance)
  })
}
