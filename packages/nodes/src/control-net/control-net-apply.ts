import { defineNode, InputError, labelled, optional, param } from '@loom/runtime'
import * as ports from '../ports'

export const controlNetApply = defineNode({
  type: 'ControlNetApply',
  version: 1,
  title: 'Apply ControlNet',
  category: 'sampling',
  description:
    'Shows a ControlNet its hint picture: UNet steps then keep to it. Several follow one another, and what they add is summed.',
  keywords: ['control', 'canny', 'depth', 'pose', 'hint'],
  inputs: {
    controlNet: ports.controlNet,
    image: labelled(
      ports.image,
      'Hint',
      'Edges, depth, a pose: what this ControlNet was trained on. Scaled to the picture',
    ),
    after: optional(labelled(ports.hints, 'After', 'Hints that count as well')),
  },
  params: {
    strength: param.number({ default: 1, min: 0, max: 2, step: 0.05 }),
    start: param.number({
      default: 0,
      min: 0,
      max: 1,
      step: 0.05,
      description: 'Part of the steps after which it counts',
    }),
    end: param.number({
      default: 1,
      min: 0,
      max: 1,
      step: 0.05,
      description: 'Part of the steps after which it does not',
    }),
  },
  outputs: { hints: ports.hints },

  run({ controlNet, image, after = [], strength, start, end }) {
    if (image.shape[0] !== 1) throw new InputError('image', `one picture is expected, these are ${image.shape[0]}`)
    if (start >= end) throw new InputError('end', `it ends at ${end}, before its start at ${start}`)
    return { hints: [...after, { controlNet, image, strength, start, end }] }
  },
})
