import { equalizer } from '@loom/diffusion'
import { defineNode, InputError, param } from '@loom/runtime'
import { wordWeights } from '../attention/word-values'
import * as ports from '../ports'

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

  async run({ model: { loaded, tokenizer }, text, weights }) {
    const prompt = { text, ...tokenizer.encode(text) }
    const context = await loaded.encodeText([prompt.ids])
    try {
      const weighed = weights.trim() !== '' && { weights: equalizer(prompt, wordWeights(weights)) }
      return { conditioning: { modelId: loaded.id, prompt, context, ...weighed } }
    } catch (error) {
      throw new InputError('weights', (error as Error).message)
    }
  },
})
