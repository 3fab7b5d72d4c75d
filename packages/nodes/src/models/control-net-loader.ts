import { fingerprint, ModelError } from '@loom/models'
import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { controlNetAt } from './open-models'

export const controlNetLoader = defineNode({
  type: 'ControlNetLoader',
  version: 1,
  title: 'ControlNet',
  category: 'model',
  description:
    'Opens a ControlNet: a file or folder that lets a UNet of its kind follow edges, depth, a pose or another hint picture.',
  keywords: ['load', 'canny', 'depth', 'openpose', 'safetensors'],
  params: { file: param.model({ role: 'controlnet' }) },
  outputs: { controlNet: ports.controlNet },

  async fingerprint({ file }, { models, device }) {
    return `${device} ${fingerprint(models.locate(file))}`
  },

  async run({ file }, { models, device }) {
    try {
      return { controlNet: await controlNetAt(models.locate(file), device) }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('file', error.message) : error
    }
  },
})
