import { defineNode, param } from '@loom/runtime'
import { repeat } from '@loom/tensor'
import * as ports from '../ports'

export const repeatLatent = defineNode({
  type: 'RepeatLatent',
  version: 1,
  title: 'Repeat latent',
  category: 'latent',
  description: 'The same latent several times as a batch: each gets noise of its own.',
  keywords: ['batch', 'variations', 'copies'],
  inputs: { latent: ports.latent },
  params: { times: param.integer({ default: 2, min: 1, max: 64 }) },
  outputs: { latent: ports.latent },

  run({ latent, times }) {
    return { latent: repeat(latent, times) }
  },
})
