import type { Tensor } from '@loom/tensor'
import type { TrainingSchedule } from './training-schedule'

/** Guess of the clean latent: x [B,4,h,w] at noise level sigma → x0 [B,4,h,w]. */
export type Denoise = (x: Tensor, sigma: number) => Promise<Tensor>
/** Standard normal values of a shape; every call draws new ones. */
export type Draw = (shape: readonly number[]) => Tensor
/**
 * Standard normal values for a walk from one noise level to a lower one. Either drawn anew at every call, or the same at
 * every call between the same levels: then the noise over a stretch is made of the noise over its parts.
 */
export type Noise = (shape: readonly number[], from: number, to: number) => Tensor
/**
 * One finished step: `x` is the latent at noise level `sigma`, `denoised` the guess it came from. Whoever walks may change
 * `x` in place before going on: the next step begins there.
 */
export type Step = { readonly index: number; readonly sigma: number; readonly x: Tensor; readonly denoised: Tensor }
/**
 * Walks x down falling noise levels, which end in 0 or above, yielding after each. Its caller reports progress and stops
 * early. `training` is for the samplers that count in the model's own times.
 */
export type Sampler = (
  denoise: Denoise,
  x: Tensor,
  sigmas: readonly number[],
  noise: Noise,
  training: TrainingSchedule,
) => AsyncGenerator<Step, void>
