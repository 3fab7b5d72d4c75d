import { defineNode, param } from '@loom/runtime'
import * as ports from '../ports'

export const textEncode = defineNode({
  type: 'TextEncode',
  version: 1,
  title: 'Prompt',
  category: 'text',
  description: 'Turns a sentence into what the UNet attends to.',
  keywords: ['prompt', 'clip', 'conditioning', 'negative'],
  inputs: { model: ports.model },
  params: { text: param.text({ multiline: true, placeholder: 'what the picture shows' }) },
  outputs: { conditioning: ports.conditioning },

  async run({ model: { loaded, tokenizer }, text }) {
    const context = await loaded.encodeText([tokenizer.encode(text).ids])
    return { conditioning: { modelId: loaded.id, context } }
  },
})
