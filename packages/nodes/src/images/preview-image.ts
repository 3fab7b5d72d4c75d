import { defineNode } from '@loom/runtime'
import * as ports from '../ports'
import { writeImages } from './write-images'

export const previewImage = defineNode({
  type: 'PreviewImage',
  version: 1,
  title: 'Preview image',
  category: 'image',
  description: 'Shows the picture on the node.',
  keywords: ['show', 'view'],
  inputs: { image: ports.image },
  terminal: true,
  shows: 'images',

  async run({ image }, context) {
    await writeImages(image, context, 'preview')
    return {}
  },
})
