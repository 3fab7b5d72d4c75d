import { blend, type Tensor } from '@loom/tensor'

/**
 * The x a sampler begins with: latent [B,4,h,w] under noise of level sigma.
 *
 * Samplers walk x = x0 + sigma·noise, of variance 1 + sigma² when x0 has 1. In training, the highest level hid the image
 * nearly whole, so the model takes pure noise of that variance for an image it has yet to find: at `pureNoiseFrom` or above
 * the noise is scaled by √(1+sigma²), which becomes plain N(0, 1) once the model's input is scaled. Below, the latent is
 * meant to show through and the noise is scaled by sigma. ComfyUI adds the latent in both cases, and so does this; an empty
 * one changes nothing.
 *
 * `pureNoiseFrom` is the model's `sigmaMax`, as in ComfyUI. diffusers starts every full run from N(0, 1), also where its
 * `leading` levels begin a little lower: give the first of them here to have the same start.
 */
export function startingPoint(latent: Tensor, noise: Tensor, sigma: number, pureNoiseFrom: number): Tensor {
  const pure = sigma > 0 && sigma >= pureNoiseFrom * (1 - 1e-5)
  return blend(latent, 1, noise, pure ? Math.sqrt(1 + sigma ** 2) : sigma)
}
