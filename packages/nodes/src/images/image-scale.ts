import { defineNode, InputError, param } from '@loom/runtime'
import { resizeBicubic, resizeBilinear, resizeNearest } from '@loom/tensor'
import * as ports from '../ports'

const methods = { bicubic: resizeBicubic, bilinear: resizeBilinear, nearest: resizeNearest }
const LIMIT = 4096

export const imageScale = defineNode({
  type: 'ImageScale',
  version: 1,
  title: 'Scale image',
  category: 'image',
  description: 'Makes a picture larger or smaller. Encoded again and walked with a low denoise, it gains detail.',
  keywords: ['resize', 'upscale', 'enlarge', 'hires'],
  inputs: { image: ports.image },
  params: {
    scale: param.number({ default: 2, min: 0.1, max: 8, step: 0.25, description: 'Of both sides' }),
    method: param.choice({
      default: 'bicubic',
      options: { bicubic: 'Bicubic', bilinear: 'Bilinear', nearest: 'Nearest' },
    }),
    multiple: param.integer({
      default: 8,
      min: 1,
      max: 64,
      description: 'Sides are whole multiples of so many pixels',
    }),
  },
  outputs: { image: ports.image },

  run({ image, scale, method, multiple }) {
    const whole = (side: number) => Math.max(1, Math.round((side * scale) / multiple)) * multiple
    const [height, width] = [whole(image.shape[2]!), whole(image.shape[3]!)]
    if (Math.max(height, width) > LIMIT)
      throw new InputError('scale', `the picture would have ${width}×${height} pixels; ${LIMIT} a side is the most`)
    return { image: methods[method](image, height, width) }
  },
})
