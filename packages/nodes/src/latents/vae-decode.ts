import { ModelError } from '@loom/models'
import { defineNode, type Host, InputError, param } from '@loom/runtime'
import { inTiles, type Tensor } from '@loom/tensor'
import { missingTinyDecoder, tinyDecoderOf, tinyDecoderState } from '../models/tiny-decoder'
import * as ports from '../ports'
import type { Vae } from '../values'
import { tileParams, tilingOf } from './tiles'

export const vaeDecode = defineNode({
  type: 'VAEDecode',
  version: 1,
  title: 'VAE decode',
  category: 'latent',
  description: 'Paints a latent in pixels.',
  keywords: ['image', 'pixels', 'tiled', 'taesd', 'tiny'],
  inputs: { vae: ports.vae, latent: ports.latent },
  params: {
    decoder: param.choice({
      default: 'vae',
      options: { vae: 'The VAE', tiny: 'Tiny (TAESD)' },
      description:
        'A tiny decoder takes a small part of the time and loses detail: the one that the model brings, whose pictures may be smaller, or a taesd or taesdxl file among the models',
      advanced: true,
    }),
    ...tileParams(0, 64),
  },
  outputs: { image: ports.image },

  fingerprint: ({ decoder }, host) => (decoder === 'tiny' ? tinyDecoderState(host) : ''),

  async run({ vae, latent, decoder, ...size }, host) {
    const used = decoder === 'tiny' ? await tinyDecoder(vae, host) : vae
    const { downscale } = used.latent
    const tiling = tilingOf(size, downscale)
    const decode = (tile: Tensor) => used.decode(tile)
    return { image: await (tiling ? inTiles(latent, tiling, downscale, decode) : decode(latent)) }
  },
})

async function tinyDecoder(vae: Vae, host: Host): Promise<Vae> {
  const tiny = await tinyDecoderOf(vae, host).catch((error: unknown) => {
    throw error instanceof ModelError ? new InputError('decoder', error.message) : error
  })
  if (!tiny) throw new InputError('decoder', missingTinyDecoder(vae))
  return tiny
}
