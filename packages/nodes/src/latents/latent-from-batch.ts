import { defineNode, InputError, param } from '@loom/runtime'
import { rows } from '@loom/tensor'
import * as ports from '../ports'

export const latentFromBatch = defineNode({
  type: 'LatentFromBatch',
  version: 1,
  title: 'Pick from batch',
  category: 'latent',
  description: 'Some latents of a batch, one after another.',
  keywords: ['batch', 'select', 'slice'],
  inputs: { latent: ports.latent },
  params: {
    index: param.integer({ default: 0, min: 0, max: 1000, description: 'Of the first one, counted from 0' }),
    count: param.integer({ default: 1, min: 1, max: 64 }),
  },
  outputs: { latent: ports.latent },

  run({ latent, index, count }) {
    const all = latent.shape[0]!
    if (index >= all) throw new InputError('index', `the batch has ${all} latents, counted from 0`)
    return { latent: rows(latent, index, Math.min(index + count, all)) }
  },
})
