import type { TrainingSchedule } from '@loom/diffusion'
import { InputError } from '@loom/runtime'
import { map, resizeBilinear, type Tensor } from '@loom/tensor'

/** How values of a mask between 0 and 1 are meant. */
export const softMasks = {
  blend: 'Mix of old and new',
  differential: 'Painted anew from later on (differential)',
} as const
export type SoftMask = keyof typeof softMasks

/** Every plane of the mask [1 or B,1,H,W] over the channels and rows of latents [B·count,C,h,w]. */
export function maskOver(mask: Tensor, [rows, channels, height, width]: readonly number[], pictures: number): Tensor {
  const masks = mask.shape[0]!
  if (masks !== 1 && masks !== pictures)
    throw new InputError('mask', `${masks} masks do not fit ${pictures} pictures; one for all, or one for each`)
  const small = resizeBilinear(mask, height!, width!)
  const plane = height! * width!
  const data = new Float32Array(rows! * channels! * plane)
  for (let row = 0; row < rows!; row++) {
    const from = masks === 1 ? 0 : Math.floor((row * pictures) / rows!)
    const values = small.data.subarray(from * plane, (from + 1) * plane)
    for (let c = 0; c < channels!; c++) data.set(values, (row * channels! + c) * plane)
  }
  return { shape: [rows!, channels!, height!, width!], data }
}

/**
 * The mask at a level. Differential: at the beginning of the way only what is 1 is free, grey is let go the later the
 * darker it is, 0 never. Levin and Fried 2023, Algorithm 1; arXiv:2306.00950
 */
export function maskAlong(
  mask: Tensor,
  kind: SoftMask,
  training: TrainingSchedule,
  sigmas: readonly number[],
): (sigma: number) => Tensor {
  if (kind === 'blend') return () => mask
  const [first, last] = [training.timeOf(sigmas[0]!), training.timeOf(sigmas.at(-1)!)]
  return (sigma) => {
    const threshold = (training.timeOf(sigma) - last) / (first - last)
    return map(mask, (value) => (value > 0 && value >= threshold ? 1 : 0))
  }
}
