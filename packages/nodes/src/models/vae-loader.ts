import { fingerprint, ModelError } from '@loom/models'
import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { vaeAt } from './open-models'

export const vaeLoader = defineNode({
  type: 'VAELoader',
  version: 1,
  title: 'VAE',
  category: 'model',
  description:
    'Opens a VAE that comes as a file of its own, to be used in place of the one in a checkpoint; a tiny one (TAESD) decodes many times faster and loses detail.',
  keywords: ['load', 'safetensors', 'decode', 'taesd', 'taesdxl', 'tiny'],
  inputs: { model: ports.model },
  params: { file: param.model({ role: 'vae' }) },
  outputs: { vae: ports.vae },

  async fingerprint({ file }, { models, device }) {
    return `${device} ${fingerprint(models.locate(file))}`
  },

  async run({ model, file }, { models, device }) {
    try {
      const { latent, preview, computing } = model.loaded
      const vae = await vaeAt(models.locate(file), latent, { device, precision: computing.precision })
      return { vae: { ...vae, ...(preview && { preview }) } }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('file', error.message) : error
    }
  },
})
