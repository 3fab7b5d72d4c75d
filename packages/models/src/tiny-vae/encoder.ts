import type { Scope, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { block, counter } from './blocks'
import type { TinyVaeConfig } from './config'

/** image [B,3,H,W] in [-1,1] → latent [B,4,H/8,W/8] as the UNet sees it. `Encoder` in https://github.com/madebyollin/taesd, taesd.py */
export function tinyVaeEncoder(weights: Weights, config: TinyVaeConfig): Scope {
  const root = nn.Scope.root('tiny VAE encoder', weights)
  const g = root.at('encoder.layers')
  const { next } = counter(g)
  const image = root.input('image', 'float32', ['B', config.imageChannels, 'H', 'W'])
  let x = nn.times(g, nn.plus(g, image, 1), 1 / 2)
  for (const [i, blocks] of config.encoderBlocks.entries()) {
    x = nn.conv2d(next(), x, config.width, 3, i === 0 ? {} : { stride: 2, bias: false })
    for (let j = 0; j < blocks; j++) x = block(next(), x)
  }
  x = nn.conv2d(next(), x, config.latentChannels, 3)
  root.output('latent', nn.times(g, nn.plus(g, x, -config.shift), config.scaling))
  return root
}
