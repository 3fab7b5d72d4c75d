import type { Float, Scope, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { midBlock, outLayers, resnetBlock, withOldNames } from './blocks'
import type { VaeConfig } from './config'

/** image [B,3,H,W] in [-1,1] → latent [B,4,H/8,W/8] as the UNet sees it: the mean of what the encoder gives. */
export function vaeEncoder(weights: Weights, config: VaeConfig, type: Float = 'float32'): Scope {
  const root = nn.Scope.root('vae encoder', withOldNames(weights))
  const g = root.at('encoder')
  const image = root.input('image', 'float32', ['B', config.imageChannels, 'H', 'W'])
  const { channels, latentChannels } = config
  let x = nn.conv2d(g.at('conv_in'), g.cast(image, type), channels[0]!, 3)
  for (const [i, to] of channels.entries()) {
    const at = g.at(`down_blocks.${i}`)
    for (let j = 0; j < config.resnets; j++) x = resnetBlock(at.at(`resnets.${j}`), x, to, config)
    const halve = { stride: 2, padding: [0, 0, 1, 1] } as const // one more row and column, at the far end only
    if (i < channels.length - 1) x = nn.conv2d(at.at('downsamplers.0.conv'), x, to, 3, halve)
  }
  x = outLayers(g, midBlock(g.at('mid_block'), x, config), 2 * latentChannels, config)
  if (config.quantConv) x = nn.conv2d(root.at('quant_conv'), x, 2 * latentChannels, 1)
  const mean = g.cast(nn.slice(g, x, 0, latentChannels, 1), 'float32')
  root.output('latent', nn.times(g, nn.plus(g, mean, -config.shift), config.scaling))
  return root
}
