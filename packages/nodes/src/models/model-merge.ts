import { ModelError } from '@loom/models'
import { defineNode, InputError, labelled, optional, param } from '@loom/runtime'
import * as ports from '../ports'
import type { Model } from '../values'
import { mergeAt } from './open-models'

/**
 * Merges whole checkpoints. The weights are added up once, while loading: as an input of the graph the ratio would cost a pass
 * over all weights at every step, and onnxruntime could not prepare them.
 */
export const modelMerge = defineNode({
  type: 'ModelMerge',
  version: 1,
  title: 'Merge models',
  category: 'model',
  description:
    'Mixes the weights of two checkpoints of one kind, or adds to one what another has learned over a third.',
  keywords: ['mix', 'weighted sum', 'add difference', 'checkpoint merger'],
  inputs: {
    a: labelled(ports.model, 'A'),
    b: labelled(ports.model, 'B'),
    c: optional(labelled(ports.model, 'C', 'Where there is one, its difference to b is added: a + ratio · (b − c)')),
  },
  params: {
    ratio: param.number({
      default: 0.5,
      min: -2,
      max: 2,
      step: 0.05,
      description: 'Of two models: 0 is a, 1 is b. With a third: how much of what b has over c comes to a',
    }),
  },
  outputs: { model: ports.model },

  async run({ a, b, c, ratio }, { device }) {
    for (const [input, model] of Object.entries({ a, b, c }))
      if (model && model.loaded.loras > 0)
        throw new InputError(input, 'this model has a LoRA on it; merge first, then put LoRA files on')
    try {
      return { model: { ...a, loaded: await mergeAt(termsOf(a, b, c, ratio), device) } }
    } catch (error) {
      throw error instanceof ModelError ? new InputError('b', error.message) : error
    }
  },
})

const termsOf = (a: Model, b: Model, c: Model | undefined, ratio: number) =>
  c
    ? [
        { model: a.loaded, factor: 1 },
        { model: b.loaded, factor: ratio },
        { model: c.loaded, factor: -ratio },
      ]
    : [
        { model: a.loaded, factor: 1 - ratio },
        { model: b.loaded, factor: ratio },
      ]
