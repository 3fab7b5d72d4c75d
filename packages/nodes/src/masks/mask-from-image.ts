import { defineNode, param } from '@loom/runtime'
import * as ports from '../ports'

/** Weights of red, green and blue; brightness as Rec. 709 weighs them. */
const channels = {
  brightness: [0.2126, 0.7152, 0.0722],
  red: [1, 0, 0],
  green: [0, 1, 0],
  blue: [0, 0, 1],
} as const

export const maskFromImage = defineNode({
  type: 'MaskFromImage',
  version: 1,
  title: 'Mask from image',
  category: 'mask',
  description: 'What is bright in a picture is the mask.',
  keywords: ['inpaint', 'channel', 'alpha'],
  inputs: { image: ports.image },
  params: {
    channel: param.choice({
      default: 'brightness',
      options: { brightness: 'Brightness', red: 'Red', green: 'Green', blue: 'Blue' },
    }),
    invert: param.boolean({ default: false, description: 'What is dark' }),
  },
  outputs: { mask: ports.mask },

  run({ image: { shape, data }, channel, invert }) {
    const [B, , H, W] = shape as [number, number, number, number]
    const plane = H * W
    const mask = new Float32Array(B * plane)
    for (let row = 0; row < B; row++)
      for (let pixel = 0; pixel < plane; pixel++) {
        let value = 0
        for (const [c, weight] of channels[channel].entries())
          value += weight * (data[(row * 3 + c) * plane + pixel]! / 2 + 0.5)
        const clamped = Math.min(1, Math.max(0, value))
        mask[row * plane + pixel] = invert ? 1 - clamped : clamped
      }
    return { mask: { shape: [B, 1, H, W], data: mask } }
  },
})
