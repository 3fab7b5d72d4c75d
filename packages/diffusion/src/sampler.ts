import type { Tensor } from '@loom/tensor'

/** Guess of the clean latent: x [B,4,h,w] at noise level sigma → x0 [B,4,h,w]. */
export type Denoise = (x: Tensor, sigma: number) => Promise<Tensor>
/** Standard normal values of a shape; every call draws new ones. */
export type Noise = (shape: readonly number[]) => Tensor
/** One finished step: `x` is the latent at noise level `sigma`, `denoised` the guess it came from. */
export type Step = { readonly index: number; readonly sigma: number; readonly x: Tensor; readonly denoised: Tensor }
/** Walks x down falling noise levels that end in 0, yielding after each. Its caller reports progress and stops early. */
export type Sampler = (
  denoise: Denoise,
  x: Tensor,
  sigmas: readonly number[],
  noise: Noise,
) => AsyncGenerator<Step, void>
