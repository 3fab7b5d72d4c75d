import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { canny } from './canny'
import { fromRgb, toRgb } from './pixels'

export const edges = defineNode({
  type: 'Edges',
  version: 1,
  title: 'Edges (Canny)',
  category: 'image',
  description: 'White lines on black where brightness changes: the hint picture of Canny ControlNets.',
  keywords: ['controlnet', 'canny', 'preprocessor', 'outline', 'sobel'],
  inputs: { image: ports.image },
  params: {
    low: param.integer({ default: 100, min: 0, max: 1000, description: 'Weaker edges than this are left out' }),
    high: param.integer({
      default: 200,
      min: 0,
      max: 1000,
      description: 'Stronger ones are kept, and what they lead to',
    }),
  },
  outputs: { image: ports.image },

  run({ image, low, high }) {
    if (low > high) throw new InputError('low', `it is ${low}, above high at ${high}`)
    if (image.shape[0] !== 1) throw new InputError('image', `one picture is expected, these are ${image.shape[0]}`)
    const { width, height, rgb } = toRgb(image, 0)
    const lines = canny(rgb, width, height, low, high)
    return {
      image: fromRgb(
        Uint8Array.from(rgb, (_, i) => lines[Math.floor(i / 3)]!),
        width,
        height,
      ),
    }
  },
})
