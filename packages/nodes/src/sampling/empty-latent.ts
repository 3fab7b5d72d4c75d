import { defineNode, param } from '@loom/runtime'
import { zeros } from '@loom/tensor'
import * as ports from '../ports'

const size = (label: string) => param.integer({ default: 512, min: 64, max: 4096, step: 8, label })

export const emptyLatent = defineNode({
  type: 'EmptyLatent',
  version: 1,
  title: 'Empty latent',
  category: 'latent',
  description: 'The size of the picture, in pixels, and how many at once.',
  keywords: ['size', 'width', 'height', 'batch'],
  params: { width: size('Width'), height: size('Height'), batch: param.integer({ default: 1, min: 1, max: 64 }) },
  outputs: { latent: ports.latent },

  run({ width, height, batch }) {
    return { latent: zeros([batch, 4, Math.floor(height / 8), Math.floor(width / 8)]) }
  },
})
