import { defineNode } from '@loom/runtime'
import { inTiles, type Tensor } from '@loom/tensor'
import * as ports from '../ports'
import { tileParams, tilingOf } from './tiles'

export const vaeDecode = defineNode({
  type: 'VAEDecode',
  version: 1,
  title: 'VAE decode',
  category: 'latent',
  description: 'Paints a latent in pixels.',
  keywords: ['image', 'pixels', 'tiled'],
  inputs: { vae: ports.vae, latent: ports.latent },
  params: tileParams(0, 64),
  outputs: { image: ports.image },

  async run({ vae, latent, ...size }) {
    const { downscale } = vae.latent
    const tiling = tilingOf(size, downscale)
    const decode = (tile: Tensor) => vae.decode(tile)
    return { image: await (tiling ? inTiles(latent, tiling, downscale, decode) : decode(latent)) }
  },
})
