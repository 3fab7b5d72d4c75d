import { blend, type Tensor } from '@loom/tensor'
import type { Denoise } from '../sampler'
import { slope } from './slope'

/**
 * From level `from` to `to` with the slope halfway between them in log σ, `denoised` being the guess at `from`. Lu et al.
 * 2022, DPM-Solver-2 for x = x0 + σ·ε; arXiv:2206.00927. A step to 0 has no such middle and is Euler's.
 */
export async function midpointStep(
  denoise: Denoise,
  x: Tensor,
  denoised: Tensor,
  from: number,
  to: number,
): Promise<Tensor> {
  const here = slope(x, denoised, from)
  if (to === 0) return blend(x, 1, here, -from)
  const middle = Math.sqrt(from * to)
  const halfway = blend(x, 1, here, middle - from)
  return blend(x, 1, slope(halfway, await denoise(halfway, middle), middle), to - from)
}
