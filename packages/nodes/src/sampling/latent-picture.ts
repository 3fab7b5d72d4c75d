import type { LatentRgb, LatentSpace, LoadedModel } from '@loom/models'
import type { Picture } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'

/** Colours of the four channels of published latents, found by least squares; as known from ComfyUI's latent formats. */
const published: Readonly<Record<LatentSpace, LatentRgb>> = {
  sd: {
    factors: [
      [0.3512, 0.2297, 0.3227],
      [0.325, 0.4974, 0.235],
      [-0.2829, 0.1762, 0.2721],
      [-0.212, -0.2616, -0.7177],
    ],
    bias: [0, 0, 0],
  },
  sdxl: {
    factors: [
      [0.3651, 0.4232, 0.4341],
      [-0.2533, -0.0042, 0.1068],
      [0.1076, 0.1111, -0.0362],
      [-0.3165, -0.2492, -0.2188],
    ],
    bias: [0.1084, -0.0175, -0.0011],
  },
}

/** A model of which it is known how its latents look. */
export type Coloured = Pick<LoadedModel, 'latentRgb' | 'latent'>

/** The first latent of a batch [B,4,h,w] as a w × h picture, each pixel a linear mix of its channels. */
export function latentPicture(latent: Tensor, { latentRgb, latent: { space = 'sd' } }: Coloured): Picture {
  const { factors, bias } = latentRgb ?? published[space]
  const [, channels, height, width] = latent.shape as [number, number, number, number]
  const pixels = width * height
  const rgb = new Uint8Array(3 * pixels)
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let color = 0; color < 3; color++) {
      let value = bias[color]!
      for (let channel = 0; channel < channels; channel++)
        value += latent.data[channel * pixels + pixel]! * (factors[channel]?.[color] ?? 0)
      rgb[3 * pixel + color] = Math.min(255, Math.max(0, Math.round((value / 2 + 0.5) * 255)))
    }
  return { width, height, rgb }
}
