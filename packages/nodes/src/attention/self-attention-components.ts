import { defineNode, param } from '@loom/runtime'
import { concat, rightSingularVectors, type Tensor } from '@loom/tensor'
import { storePicture } from '../images/write-images'
import * as ports from '../ports'
import { heatPicture } from './heat-picture'

/** Less the mean of each row. */
function centred({ shape, data }: Tensor): Tensor {
  const n = shape[1]!
  const out = Float32Array.from(data)
  for (let y = 0; y < shape[0]!; y++) {
    const row = out.subarray(y * n, (y + 1) * n)
    const mean = row.reduce((a, b) => a + b, 0) / n
    for (let x = 0; x < n; x++) row[x]! -= mean
  }
  return { shape, data: out }
}

/** Hertz et al. 2022, show_self_attention_comp of the published code: the map's right singular vectors as pictures. */
export const selfAttentionComponents = defineNode({
  type: 'SelfAttentionComponents',
  version: 1,
  title: 'Self-attention parts',
  category: 'attention',
  description: 'What belongs together in the picture: the strongest components of how its places attend to each other.',
  keywords: ['svd', 'self-attention', 'layout', 'segments'],
  inputs: { selfAttention: ports.selfAttention },
  params: { count: param.integer({ default: 6, min: 1, max: 16, description: 'Components, the strongest first' }) },
  outputs: { image: ports.image },
  terminal: true,
  shows: 'images',

  async run({ selfAttention, count }, context) {
    const { map, mapHeight: h, mapWidth: w, height, width } = selfAttention
    const vectors = rightSingularVectors(centred(map), Math.min(count, h * w))
    const pictures: Tensor[] = []
    for (let i = 0; i < vectors.shape[0]!; i++) {
      const heat = { shape: [1, 1, h, w], data: vectors.data.subarray(i * h * w, (i + 1) * h * w) }
      pictures.push(heatPicture(heat, height, width))
      await storePicture(pictures.at(-1)!, 0, `component ${i + 1}`, context)
    }
    return { image: concat(pictures) }
  },
})
