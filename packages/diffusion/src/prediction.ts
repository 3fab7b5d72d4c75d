import { blend, scale, type Tensor } from '@loom/tensor'
import type { Denoise } from './sampler'
import type { Prediction, TrainingSchedule } from './training-schedule'

/** What the UNet is given: sample [B,4,h,w] of variance 1 at time t (0…999). */
export type ModelInput = { readonly sample: Tensor; readonly time: number }
/** The UNet with its conditioning: sample [B,4,h,w] at time t → its raw output [B,4,h,w]. */
export type Unet = (sample: Tensor, time: number) => Promise<Tensor>

/** From x = x0 + sigma·noise back to the latents of training, √ᾱ·x0 + √(1−ᾱ)·noise: a factor √ᾱ = 1/√(1+sigma²). */
export function modelInput(schedule: TrainingSchedule, x: Tensor, sigma: number): ModelInput {
  return { sample: scale(x, 1 / Math.sqrt(1 + sigma ** 2)), time: schedule.timeOf(sigma) }
}

/** The guess of the clean latent in a UNet's output. x, output [B,4,h,w] → x0 [B,4,h,w]. */
export function denoisedFrom(prediction: Prediction, x: Tensor, sigma: number, output: Tensor): Tensor {
  if (prediction === 'epsilon') return blend(x, 1, output, -sigma)
  const variance = 1 + sigma ** 2
  return blend(x, 1 / variance, output, -sigma / Math.sqrt(variance))
}

/** A UNet as the denoiser that samplers walk with. */
export function denoiser(schedule: TrainingSchedule, unet: Unet): Denoise {
  return async (x, sigma) => {
    const { sample, time } = modelInput(schedule, x, sigma)
    return denoisedFrom(schedule.prediction, x, sigma, await unet(sample, time))
  }
}
