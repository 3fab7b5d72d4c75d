import { defineNode } from '@loom/runtime'
import * as ports from '../ports'

export const vaeDecode = defineNode({
  type: 'VAEDecode',
  version: 1,
  title: 'VAE decode',
  category: 'latent',
  description: 'Paints a latent in pixels.',
  keywords: ['image', 'pixels'],
  inputs: { vae: ports.vae, latent: ports.latent },
  outputs: { image: ports.image },

  async run({ vae, latent }) {
    return { image: await vae.decode(latent) }
  },
})
