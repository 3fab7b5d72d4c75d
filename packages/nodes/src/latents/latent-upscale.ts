import { defineNode, InputError, param } from '@loom/runtime'
import { resizeBicubic, resizeBilinear, resizeNearest } from '@loom/tensor'
import * as ports from '../ports'

const methods = { bilinear: resizeBilinear, bicubic: resizeBicubic, nearest: resizeNearest }
const LIMIT = 512 // latent pixels a side

export const latentUpscale = defineNode({
  type: 'LatentUpscale',
  version: 1,
  title: 'Upscale latent',
  category: 'latent',
  description:
    'Makes a latent larger or smaller. Walk its last steps again, with denoise about 0.5, to fill in detail.',
  keywords: ['hires', 'resize', 'scale', 'enlarge'],
  inputs: { latent: ports.latent },
  params: {
    scale: param.number({ default: 2, min: 0.1, max: 8, step: 0.25, description: 'Of both sides' }),
    method: param.choice({
      default: 'bilinear',
      options: { bilinear: 'Bilinear', bicubic: 'Bicubic', nearest: 'Nearest' },
    }),
  },
  outputs: { latent: ports.latent },

  run({ latent, scale, method }) {
    const [height, width] = [latent.shape[2]!, latent.shape[3]!].map((side) => Math.max(1, Math.round(side * scale)))
    if (Math.max(height!, width!) > LIMIT)
      throw new InputError('scale', `the latent would have ${width}×${height} pixels; ${LIMIT} a side is the most`)
    return { latent: methods[method](latent, height!, width!) }
  },
})
