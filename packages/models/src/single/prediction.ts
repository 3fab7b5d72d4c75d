import type { Weights } from '@loom/onnx-graph'
import type { ModelKind } from '../kind'
import type { SchedulerConfig } from '../scheduler'
import { readValues } from '../values'

/**
 * What a file's UNet was trained to say. A `v_pred` entry marks it, `ztsnr` a last noise level of noise alone; for Stable
 * Diffusion 2 ComfyUI found another sign, which is all there is: the spread of one bias is above 0.09 in models that predict
 * v. https://github.com/comfyanonymous/ComfyUI, comfy/supported_models.py, SD20.model_type
 */
export async function predictionOf(
  weights: Weights,
  unet: string,
  kind: ModelKind,
  inChannels: number,
): Promise<SchedulerConfig> {
  const bias = weights.get(`${unet}output_blocks.11.1.transformer_blocks.0.norm1.bias`)
  const spread = kind === 'sd2' && inChannels === 4 && bias && (await spreadOf(readValues(bias)))
  const v = weights.get('v_pred') !== undefined || (spread !== undefined && spread !== false && spread > 0.09)
  return {
    ...stableDiffusion,
    prediction_type: v ? 'v_prediction' : 'epsilon',
    rescale_betas_zero_snr: weights.get('ztsnr') !== undefined,
  }
}

/** How Stable Diffusion 1, 2 and XL were trained, as their scheduler_config.json say. */
const stableDiffusion: SchedulerConfig = {
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  prediction_type: 'epsilon',
  rescale_betas_zero_snr: false,
  timestep_spacing: 'leading',
  steps_offset: 1,
  set_alpha_to_one: false,
  clip_sample: false,
}

/** Standard deviation over all values. */
async function spreadOf(pieces: AsyncIterable<Float32Array>): Promise<number> {
  const sums = [0, 0, 0] as [number, number, number]
  for await (const values of pieces)
    for (const value of values) for (const power of [0, 1, 2] as const) sums[power] += value ** power
  const [count, sum, squares] = sums
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}
