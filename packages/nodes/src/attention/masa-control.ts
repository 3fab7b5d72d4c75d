import { defineNode, optional, param } from '@loom/runtime'
import * as ports from '../ports'
import { embeddingState } from '../text/embeddings'
import { relative } from './relative'

/** Mutual self-attention: Cao et al. 2023, §3.2; arXiv:2304.08465 */
export const masaControl = defineNode({
  type: 'MasaControl',
  version: 1,
  title: 'MasaCtrl',
  category: 'attention',
  description:
    'The edit keeps what the source looks like and may move it: its self-attention reads the source’s keys and values. For other poses and actions.',
  keywords: ['masactrl', 'mutual self-attention', 'pose', 'non-rigid', 'edit'],
  inputs: { model: ports.model, source: ports.conditioning, after: optional(ports.attentionControl) },
  params: {
    edited: param.text({
      multiline: true,
      label: 'Edited prompt',
      placeholder: 'the same subject doing something else',
    }),
    start: param.number({
      default: 0.08,
      min: 0,
      max: 1,
      step: 0.02,
      label: 'From step',
      description: 'Part of the steps after which the source is read',
    }),
    layer: param.number({
      default: 0.625,
      min: 0,
      max: 1,
      step: 0.025,
      label: 'From layer',
      description: 'Part of the layers after which the source is read; 10 of 16 as published',
    }),
  },
  outputs: { control: ports.attentionControl },

  fingerprint: ({ edited }, { models }) => embeddingState(edited, models),

  run: ({ model, source, after, edited, start, layer }, { models }) =>
    relative(
      { model, source, after, edited },
      { self: { take: 'kv', window: [start, 1], scale: 1, from: layer, stage: 'all', negative: true } },
      models,
    ),
})
