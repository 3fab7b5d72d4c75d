import { defineNode, param } from '@loom/runtime'
import * as ports from '../ports'

const pixels = (label: string, otherwise: number, description: string) =>
  param.integer({ default: otherwise, min: 0, max: 16384, label, description })

export const saidSize = defineNode({
  type: 'SaidSize',
  version: 1,
  title: 'Said size',
  category: 'text',
  description:
    'What SDXL is told of the picture: it was trained on small and cropped pictures too and knows how they look. Without this it is told the size that is painted.',
  keywords: ['sdxl', 'crop', 'original size', 'aesthetic', 'conditioning'],
  inputs: { conditioning: ports.conditioning },
  params: {
    width: pixels('Original width', 1024, 'As large as the picture was'),
    height: pixels('Original height', 1024, 'As large as the picture was'),
    cropLeft: pixels('Cropped left', 0, 'Cut off at the left'),
    cropTop: pixels('Cropped top', 0, 'Cut off at the top'),
    targetWidth: pixels('Width', 1024, 'As large as it is after cropping'),
    targetHeight: pixels('Height', 1024, 'As large as it is after cropping'),
    aestheticScore: param.number({ default: 6, min: 0, max: 10, description: 'How fine it is, for the refiner' }),
  },
  outputs: { conditioning: ports.conditioning },

  run: ({ conditioning, ...said }) => ({ conditioning: { ...conditioning, said } }),
})
