import { fingerprint, ModelError } from '@loom/models'
import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { upscalerAt } from './open-models'

export const upscaleModelLoader = defineNode({
  type: 'UpscaleModelLoader',
  version: 1,
  title: 'Upscaler',
  category: 'model',
  description:
    'Opens an upscaler: a file of the ESRGAN family that makes pictures larger and paints in the detail that is missing.',
  keywords: ['load', 'esrgan', 'realesrgan', 'ultrasharp', 'pth', 'safetensors', 'enlarge'],
  params: { file: param.model({ role: 'upscaler' }) },
  outputs: { upscaler: ports.upscaler },

  async fingerprint({ file }, { models, device }) {
    return `${device} ${fingerprint(models.locate(file))}`
  },

  async run({ file }, { models, device }) {
    try {
      return { upscaler: await upscalerAt(models.locate(file), device) }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('file', error.message) : error
    }
  },
})
