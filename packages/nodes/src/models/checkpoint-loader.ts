import { trainingSchedule } from '@loom/diffusion'
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
  params: {
    checkpoint: param.model(),
    prediction: param.choice({
      default: 'auto',
      options: { auto: 'As the file says', epsilon: 'Noise', v_prediction: 'v' },
      advanced: true,
      description:
        'What the UNet was trained to say; to be set where the file gives no sign and pictures come out as noise',
    }),
    precision: param.choice({
      default: 'auto',
      options: { auto: 'As fits the device', fp32: '32 bits', fp16: '16 bits', int8: '8 bits' },
      advanced: true,
      description:
        'What the model computes in. 16 bits are for graphics cards, half the memory; by itself a card computes in 16 and a processor in 32. 8 bits take half to three quarters of the time on a processor and change details of the picture; the first use makes a file of half the UNet’s size',
    }),
  },
  outputs: { model: ports.model, vae: ports.vae },

  async fingerprint({ checkpoint }, { models, device }) {
    return `${device} ${await fingerprint(models.locate(checkpoint))}`
  },

  async run({ checkpoint, prediction, precision }, { models, device, cache, warn }) {
    try {
      const { loaded, training, tokenizer } = await modelAt(models.locate(checkpoint), {
        device,
        precision,
        ...(cache && { cache }),
      })
      if (loaded.computing.instead) warn(loaded.computing.instead)
      const said = { ...loaded.schedulerConfig, prediction_type: prediction }
      const model = { loaded, tokenizer, training: prediction === 'auto' ? training : trainingSchedule(said) }
      return { model, vae: loaded }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('checkpoint', error.message) : error
    }
  },
})
