import type { UNetConfig } from './unet/config'

/** Which family of Stable Diffusion a UNet is of. */
export type ModelKind = 'sd1' | 'sd2' | 'sdxl' | 'sdxl-refiner'

export function kindOf({ added, linearProjection }: UNetConfig): ModelKind {
  if (added) return added.numbers === 6 ? 'sdxl' : 'sdxl-refiner'
  return linearProjection ? 'sd2' : 'sd1'
}

/** Latents of one published VAE: Stable Diffusion 1 and 2 paint the same ones, SDXL and its refiner others. */
export type LatentSpace = 'sd' | 'sdxl'

/** Width of the text in the published models of each kind. */
const contextWidths: Readonly<Record<ModelKind, number>> = { sd1: 768, sd2: 1024, sdxl: 2048, 'sdxl-refiner': 1280 }

/** The kind of a UNet for people: one of another size than the published ones is another model. */
export function kindLabel(config: UNetConfig): ModelKind | 'other' {
  const kind = kindOf(config)
  return contextWidths[kind] === config.contextWidth ? kind : 'other'
}

/** Whose latents a UNet paints; a model of another size than the published ones has its own. */
export function latentSpaceOf(config: UNetConfig): LatentSpace | undefined {
  const kind = kindLabel(config)
  return kind === 'other' ? undefined : kind.startsWith('sdxl') ? 'sdxl' : 'sd'
}
