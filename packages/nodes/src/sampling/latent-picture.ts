import type { LoadedModel } from '@loom/models'
import type { Picture } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'

/** Colour of a latent's four channels under SD 1's VAE, found by least squares; as known from ComfyUI's latent formats. */
const stableDiffusion1 = {
  factors: [
    [0.3512, 0.2297, 0.3227],
    [0.325, 0.4974, 0.235],
    [-0.2829, 0.1762, 0.2721],
    [-0.212, -0.2616, -0.7177],
  ],
  bias: [0, 0, 0],
}

/** The first latent of a batch [B,4,h,w] as a w × h picture, each pixel a linear mix of its channels. */
export function latentPicture(latent: Tensor, { latentRgb }: Pick<LoadedModel, 'latentRgb'>): Picture {
  const { factors, bias } = latentRgb ?? stableDiffusion1
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
