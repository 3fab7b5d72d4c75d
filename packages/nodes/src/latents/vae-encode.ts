import { defineNode, InputError } from '@loom/runtime'
import * as ports from '../ports'

export const vaeEncode = defineNode({
  type: 'VAEEncode',
  version: 1,
  title: 'VAE encode',
  category: 'latent',
  description: 'Turns a picture into a latent. With a Scheduler whose denoise is below 1 the UNet paints over it.',
  keywords: ['img2img', 'pixels'],
  inputs: { vae: ports.vae, image: ports.image },
  outputs: { latent: ports.latent },

  async run({ vae, image }) {
    const [height, width] = [image.shape[2]!, image.shape[3]!]
    const grid = vae.latent.downscale
    if (width % grid !== 0 || height % grid !== 0)
      throw new InputError(
        'image',
        `${width}×${height} is not a multiple of ${grid} on both sides; resize it when loading`,
      )
    return { latent: await vae.encode(image) }
  },
})
