import { fingerprint, ModelError } from '@loom/models'
import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { modelAt } from './open-models'

export const checkpointLoader = defineNode({
  type: 'CheckpointLoader',
  version: 1,
  title: 'Checkpoint',
  category: 'model',
  description: 'Opens a model: text encoder, UNet and VAE.',
  keywords: ['load', 'stable diffusion', 'safetensors'],
  params: { checkpoint: param.model() },
  outputs: { model: ports.model, vae: ports.vae },

  async fingerprint({ checkpoint }, { models, device }) {
    return `${device} ${await fingerprint(models.locate(checkpoint))}`
  },

  async run({ checkpoint }, { models, device }) {
    try {
      const model = await modelAt(models.locate(checkpoint), device)
      return { model, vae: model.loaded }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('checkpoint', error.message) : error
    }
  },
})
