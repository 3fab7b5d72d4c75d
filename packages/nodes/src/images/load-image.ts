import { defineNode, InputError, param } from '@loom/runtime'
import sharp, { type Sharp } from 'sharp'
import * as ports from '../ports'
import { fromGrey, fromRgba } from './pixels'

const MAX_PIXELS = 64e6

export const loadImage = defineNode({
  type: 'LoadImage',
  version: 3,
  title: 'Load image',
  category: 'image',
  description:
    'A picture from your disk, cut to the middle and scaled when a size is given. Its mask is what you draw on it, or what is transparent, which is white in the picture.',
  keywords: ['input', 'open', 'upload', 'img2img', 'alpha', 'inpaint', 'draw', 'brush'],
  params: {
    image: param.image(),
    mask: param.mask({ of: 'image', description: 'Drawn on the picture: where something is to be done' }),
    width: param.integer({ default: 0, min: 0, max: 4096, step: 8, description: 'Pixels; 0 keeps the size' }),
    height: param.integer({ default: 0, min: 0, max: 4096, step: 8, description: 'Pixels; 0 keeps the size' }),
  },
  outputs: { image: ports.image, mask: ports.mask },
  shows: 'images',

  async run({ image, mask, width, height }, { assets }) {
    const sized = (picture: Sharp) =>
      width && height
        ? picture.resize(width, height, { fit: 'cover' })
        : width || height
          ? picture.resize(width || null, height || null)
          : picture
    const picture = await reading('image', async () => {
      const file = sharp(await assets.read(image), { limitInputPixels: MAX_PIXELS })
      const { autoOrient } = await file.metadata()
      const { data, info } = await sized(file.rotate())
        .toColourspace('srgb')
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      return { ...fromRgba(data, info.width, info.height), ...autoOrient }
    })
    if (!mask) return { image: picture.image, mask: picture.mask }
    const drawn = await reading('mask', async () => {
      const file = sharp(await assets.read(mask), { limitInputPixels: MAX_PIXELS })
      const whole = await stretched(file.rotate(), picture)
      return fromGrey(await sized(whole).toColourspace('b-w').raw().toBuffer(), picture.mask.shape)
    })
    return { image: picture.image, mask: drawn }
  },
})

async function reading<T>(input: 'image' | 'mask', read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw new InputError(input, `this image cannot be read: ${(error as Error).message}`)
  }
}

/** A mask over all of its picture, grey; black where it is transparent. */
async function stretched(mask: Sharp, { width, height }: { width: number; height: number }): Promise<Sharp> {
  const data = await mask
    .flatten({ background: 'black' })
    .toColourspace('b-w')
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer()
  return sharp(data, { raw: { width, height, channels: 1 } })
}
