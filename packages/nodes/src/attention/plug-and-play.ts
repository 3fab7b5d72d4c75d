import { defineNode, optional, param } from '@loom/runtime'
import * as ports from '../ports'
import { relative } from './relative'

/**
 * Feature and self-attention injection: Tumanyan et al. 2022, §4; arXiv:2211.12572. On the way up all layers but the first,
 * as published for Stable Diffusion; the published code goes on for one step more than its thresholds say.
 */
export const plugAndPlay = defineNode({
  type: 'PlugAndPlay',
  version: 1,
  title: 'Plug-and-Play',
  category: 'attention',
  description:
    'The edit keeps the source’s structure: it takes queries and keys of the self-attention on the way up, and one feature. For other styles and materials.',
  keywords: ['pnp', 'structure', 'style', 'feature injection', 'edit'],
  inputs: { model: ports.model, source: ports.conditioning, after: optional(ports.attentionControl) },
  params: {
    edited: param.text({ multiline: true, label: 'Edited prompt', placeholder: 'the same scene in another style' }),
    attention: param.number({ default: 0.5, min: 0, max: 1, step: 0.05, label: 'Attention until' }),
    features: param.number({ default: 0.8, min: 0, max: 1, step: 0.05, label: 'Feature until' }),
  },
  outputs: { control: ports.attentionControl },

  run: ({ model, source, after, edited, attention, features }) =>
    relative(
      { model, source, after, edited },
      {
        self: { take: 'qk', window: [0, attention], scale: 1, from: 0.5, stage: 'up', negative: true },
        features: [0, features],
      },
    ),
})
