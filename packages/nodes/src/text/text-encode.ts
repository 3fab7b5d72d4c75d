import { type bracketRules, equalizer } from '@loom/diffusion'
import { defineNode, InputError, param } from '@loom/runtime'
import { wordWeights } from '../attention/word-values'
import * as ports from '../ports'
import { embeddingState } from './embeddings'
import { encodePrompt } from './encode-prompt'

export const textEncode = defineNode({
  type: 'TextEncode',
  version: 1,
  title: 'Prompt',
  category: 'text',
  description: 'Turns a sentence into what the UNet attends to.',
  keywords: ['prompt', 'clip', 'conditioning', 'negative', 'embedding', 'textual inversion'],
  inputs: { model: ports.model },
  params: {
    text: param.text({ multiline: true, placeholder: 'what the picture shows' }),
    weights: param.text({
      placeholder: 'bumpy: 3, cat: -1',
      label: 'Word weights',
      description: 'How much attention words get: 1 as it is, 0 none, below 0 away from them',
    }),
    brackets: param.choice({
      default: 'comfyui',
      options: { comfyui: 'as ComfyUI', automatic1111: 'as AUTOMATIC1111', plain: 'plain characters' } satisfies Record<
        (typeof bracketRules)[number],
        string
      >,
      advanced: true,
      description: 'What (word:1.3) does to what the text says; \\( is a bracket, BREAK begins a new chunk',
    }),
    clipSkip: param.integer({
      default: 0,
      min: 0,
      max: 32,
      label: 'CLIP skip',
      advanced: true,
      description:
        'Which layer of the text encoder counts, from the last: 1 the last, 2 the one before it; 0 as the model was trained (SD 1: 1, SD 2 and SDXL: 2)',
    }),
  },
  outputs: { conditioning: ports.conditioning },

  fingerprint: ({ text }, { models }) => embeddingState(text, models),

  async run({ model, text, weights, brackets, clipSkip }, { models }) {
    const conditioning = await encodePrompt(model, text, 'text', { brackets, clipSkip }, models)
    try {
      const weighed = weights.trim() !== '' && { weights: equalizer(conditioning.prompt, wordWeights(weights)) }
      return { conditioning: { ...conditioning, ...weighed } }
    } catch (error) {
      throw new InputError('weights', (error as Error).message)
    }
  },
})
