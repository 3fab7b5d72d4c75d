import { defineNode, InputError } from '@loom/runtime'
import { concat, showShape } from '@loom/tensor'
import * as ports from '../ports'

export const latentBatch = defineNode({
  type: 'LatentBatch',
  version: 1,
  title: 'Join latents',
  category: 'latent',
  description: 'Puts latents of the same size into one batch, to be worked on together.',
  keywords: ['batch', 'combine', 'concat'],
  inputs: { first: ports.latent, second: ports.latent },
  outputs: { latent: ports.latent },

  run({ first, second }) {
    if (first.shape.slice(1).join() !== second.shape.slice(1).join())
      throw new InputError('second', `its shape ${showShape(second.shape)} does not fit ${showShape(first.shape)}`)
    return { latent: concat([first, second]) }
  },
})
