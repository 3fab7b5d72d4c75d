import { fingerprint, ModelError } from '@loom/models'
import { defineNode, InputError, labelled, optional, param } from '@loom/runtime'
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
  inputs: {
    model: optional(
      labelled(ports.model, 'Model', 'What the ControlNet was made from; only files named difference ask for it'),
    ),
  },
  params: { file: param.model({ role: 'controlnet' }) },
  outputs: { controlNet: ports.controlNet },

  async fingerprint({ file }, { models, device }) {
    return `${device} ${fingerprint(models.locate(file))}`
  },

  async run({ model, file }, { models, device }) {
    if (model && model.loaded.loras > 0)
      throw new InputError('model', 'this model has a LoRA on it; connect it from before')
    try {
      return { controlNet: await controlNetAt(models.locate(file), device, model?.loaded) }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('file', error.message) : error
    }
  },
})
