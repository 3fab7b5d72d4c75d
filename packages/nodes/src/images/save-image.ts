import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { pictureFormats } from './picture-format'
import { writeImages } from './write-images'

export const saveImage = defineNode({
  type: 'SaveImage',
  version: 1,
  title: 'Save image',
  category: 'image',
  description: 'Keeps the picture in a file that carries its workflow: drop it on the page and the workflow is back.',
  keywords: ['output', 'png', 'webp', 'jpeg', 'export'],
  inputs: { image: ports.image },
  params: {
    name: param.text({ default: 'picture', label: 'File name' }),
    format: param.choice({ default: 'png', options: pictureFormats }),
    quality: param.integer({
      default: 90,
      min: 1,
      max: 100,
      advanced: true,
      description: 'Of WebP and JPEG; a PNG loses nothing',
    }),
  },
  terminal: true,
  shows: 'images',

  async run({ image, name, format, quality }, context) {
    if (!/^[\p{L}\p{N} ._-]{0,80}$/u.test(name) || name.startsWith('.'))
      throw new InputError('name', 'a file name has letters, digits, spaces, ., _ or -, at most 80, and no dot first')
    await writeImages(image, context, name || 'picture', format, quality)
    return {}
  },
})
