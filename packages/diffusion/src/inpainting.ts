import { blend, requireSameShape, type Tensor } from '@loom/tensor'
import type { Denoise } from './sampler'

/** a where the mask is 0, b where it is 1, evenly between. */
function mixed(a: Tensor, b: Tensor, mask: Tensor): Tensor {
  requireSameShape('inpainting', a, mask)
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! + mask.data[i]! * (b.data[i]! - a.data[i]!)
  return { shape: a.shape, data }
}

type Known = { readonly latent: Tensor; readonly noise: Tensor }

/**
 * Paints anew only where the mask is 1: elsewhere the model sees the known latent under noise of the level, and its guess
 * is that latent. Lugmayr et al. 2022, eq. 8, without resampling; arXiv:2201.09865. As ComfyUI's `KSamplerX0Inpaint`.
 * `maskAt` gives a mask of the latent's shape [B,4,h,w] for a level.
 */
export function inpainting(denoise: Denoise, { latent, noise }: Known, maskAt: (sigma: number) => Tensor): Denoise {
  return async (x, sigma) => {
    const mask = maskAt(sigma)
    const guess = await denoise(mixed(blend(latent, 1, noise, sigma), x, mask), sigma)
    return mixed(latent, guess, mask)
  }
}
