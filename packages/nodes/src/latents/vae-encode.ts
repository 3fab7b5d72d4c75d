import { defineNode } from '@loom/runtime'
import * as ports from '../ports'
import { encodeImage } from './encode-image'
import { tileParams, tilingOf } from './tiles'

export const vaeEncode = defineNode({
  type: 'VAEEncode',
  version: 1,
  title: 'VAE encode',
  category: 'latent',
  description: 'Turns a picture into a latent. With a Scheduler whose denoise is below 1 the UNet paints over it.',
  keywords: ['img2img', 'pixels', 'tiled'],
  inputs: { vae: ports.vae, image: ports.image },
  params: tileParams(0, 64),
  outputs: { latent: ports.latent },

  async run({ vae, image, ...size }) {
    return { latent: await encodeImage(vae, image, tilingOf(size, vae.latent.downscale)) }
  },
})
