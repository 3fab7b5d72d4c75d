import { equalizer } from '@loom/diffusion'
import { defineNode, InputError, param } from '@loom/runtime'
import { wordWeights } from '../attention/word-values'
import * as ports from '../ports'
import { encodePrompt } from './encode-prompt'

export const textEncode = defineNode({
  type: 'TextEncode',
  version: 1,
  title: 'Prompt',
  category: 'text',
  description: 'Turns a sentence into what the UNet attends to.',
  keywords: ['prompt', 'clip', 'conditioning', 'negative'],
  inputs: { model: ports.model },
  params: {
    text: param.text({ multiline: true, placeholder: 'what the picture shows' }),
    weights: param.text({
      placeholder: 'bumpy: 3, cat: -1',
      label: 'Word weights',
      description: 'How much attention words get: 1 as it is, 0 none, below 0 away from them',
    }),
  },
  outputs: { conditioning: ports.conditioning },

  async run({ model, text, weights }) {
    const conditioning = await encodePrompt(model, text, 'text')
    try {
      const weighed = weights.trim() !== '' && { weights: equalizer(conditioning.prompt, wordWeights(weights)) }
      return { conditioning: { ...conditioning, ...weighed } }
    } catch (error) {
      throw new InputError('weights', (error as Error).message)
    }
  },
})
