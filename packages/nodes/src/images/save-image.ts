import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { writeImages } from './write-images'

export const saveImage = defineNode({
  type: 'SaveImage',
  version: 1,
  title: 'Save image',
  category: 'image',
  description: 'Keeps the picture as a PNG that carries its workflow: drop it on the page and the workflow is back.',
  keywords: ['output', 'png', 'export'],
  inputs: { image: ports.image },
  params: { name: param.text({ default: 'picture', label: 'File name' }) },
  terminal: true,
  shows: 'images',

  async run({ image, name }, context) {
    if (!/^[\p{L}\p{N} ._-]{0,80}$/u.test(name) || name.startsWith('.'))
      throw new InputError('name', 'a file name has letters, digits, spaces, ., _ or -, at most 80, and no dot first')
    await writeImages(image, context, name || 'picture')
    return {}
  },
})
