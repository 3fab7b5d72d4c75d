import { defineNode, param } from '@loom/runtime'
import * as ports from '../ports'

/** One sentence for several nodes: wire it to the text of a prompt and of its edits. */
export const text = defineNode({
  type: 'Text',
  version: 1,
  title: 'Text',
  category: 'text',
  description: 'A text to wire to prompts and edits, so that one sentence feeds several places.',
  keywords: ['string', 'sentence', 'primitive', 'prompt'],
  params: { text: param.text({ multiline: true, placeholder: 'a sentence for several nodes' }) },
  outputs: { text: ports.text },

  run: ({ text }) => ({ text }),
})
