import { fingerprint, type LoraResult, ModelError } from '@loom/models'
import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'

export const loraLoader = defineNode({
  type: 'LoraLoader',
  version: 1,
  title: 'LoRA',
  category: 'model',
  description: 'Changes a model by a LoRA: a style, a character, a way of painting. Several stand one after the other.',
  keywords: ['load', 'style', 'locon', 'lycoris', 'loha', 'lokr', 'dora', 'safetensors'],
  inputs: { model: ports.model },
  params: {
    lora: param.model({ role: 'lora', label: 'LoRA' }),
    strength: param.number({
      default: 1,
      min: -4,
      max: 4,
      step: 0.05,
      description: '1 as it was trained, 0 not at all, below 0 away from it; moving it loads nothing anew',
    }),
    text: param.number({
      default: 1,
      min: -4,
      max: 4,
      step: 0.05,
      advanced: true,
      label: 'Text strength',
      description: 'For the text encoder the strength is multiplied by this: 0 leaves it as the checkpoint has it',
    }),
  },
  outputs: { model: ports.model },

  fingerprint: ({ lora }, { models }) => fingerprint(models.locate(lora)),

  async run({ model, lora, strength, text }, { models, warn }) {
    try {
      const added = await model.loaded.withLora(models.locate(lora), { unet: strength, text: strength * text })
      if (added.unused.length > 0) warn(unusedSentence(added))
      return { model: { ...model, loaded: added.model } }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('lora', error.message) : error
    }
  },
})

function unusedSentence({ used, unused }: LoraResult): string {
  const of = `${unused.length} of ${used + unused.length} layers of this LoRA`
  return `${of} have no place in the model, such as ${unused[0]}; the rest is used`
}
