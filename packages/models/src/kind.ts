import type { UNetConfig } from './unet/config'

export const modelKinds = ['sd1', 'sd2', 'sdxl', 'sdxl-refiner'] as const
/** Which family of Stable Diffusion a UNet is of. */
export type ModelKind = (typeof modelKinds)[number]

export function kindOf({ added, linearProjection }: UNetConfig): ModelKind {
  if (added) return added.numbers === 6 ? 'sdxl' : 'sdxl-refiner'
  return linearProjection ? 'sd2' : 'sd1'
}
