import type { Scope, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { block, counter } from './blocks'
import type { TinyVaeConfig } from './config'

/**
 * latent [B,4,h,w] as the UNet sees it → image [B,3,8h,8w] in [-1,1]. `Decoder` in https://github.com/madebyollin/taesd,
 * taesd.py, whose pictures are in [0,1]; names are those of diffusers' AutoencoderTiny.
 */
export function tinyVaeDecoder(weights: Weights, config: TinyVaeConfig): Scope {
  const { latentChannels, imageChannels, width, decoderBlocks } = config
  const root = nn.Scope.root('tiny VAE decoder', weights)
  const g = root.at('decoder.layers')
  const { next, skip } = counter(g)
  const latent = root.input('latent', 'float32', ['B', latentChannels, 'h', 'w'])
  let x = nn.plus(g, nn.times(g, latent, 1 / config.scaling), config.shift)
  x = nn.times(g, nn.tanh(g, nn.times(g, x, 1 / 3)), 3) // outliers come closer
  x = nn.relu(g, nn.conv2d(next(), x, width, 3))
  skip() // the activation
  for (const [i, blocks] of decoderBlocks.entries()) {
    for (let j = 0; j < blocks; j++) x = block(next(), x)
    if (i === decoderBlocks.length - 1) break
    skip() // the upsampling
    x = nn.conv2d(next(), nn.upsample(g, x), width, 3, { bias: false })
  }
  x = nn.conv2d(next(), x, imageChannels, 3)
  root.output('image', nn.plus(g, nn.times(g, x, 2), -1))
  return root
}
