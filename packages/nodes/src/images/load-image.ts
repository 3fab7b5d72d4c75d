import { defineNode, InputError, param } from '@loom/runtime'
import sharp from 'sharp'
import * as ports from '../ports'
import { fromRgba } from './pixels'

const MAX_PIXELS = 64e6

export const loadImage = defineNode({
  type: 'LoadImage',
  version: 2,
  title: 'Load image',
  category: 'image',
  description:
    'A picture from your disk, cut to the middle and scaled when a size is given. What is transparent is white, and the mask.',
  keywords: ['input', 'open', 'upload', 'img2img', 'alpha', 'inpaint'],
  params: {
    image: param.image(),
    width: param.integer({ default: 0, min: 0, max: 4096, step: 8, description: 'Pixels; 0 keeps the size' }),
    height: param.integer({ default: 0, min: 0, max: 4096, step: 8, description: 'Pixels; 0 keeps the size' }),
  },
  outputs: { image: ports.image, mask: ports.mask },
  shows: 'images',

  async run({ image, width, height }, { assets }) {
    try {
      const picture = sharp(await assets.read(image), { limitInputPixels: MAX_PIXELS }).rotate()
      const sized =
        width && height
          ? picture.resize(width, height, { fit: 'cover' })
          : width || height
            ? picture.resize(width || null, height || null)
            : picture
      const { data, info } = await sized.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true })
      return fromRgba(data, info.width, info.height)
    } catch (error) {
      throw new InputError('image', `this image cannot be read: ${(error as Error).message}`)
    }
  },
})
