import type { Float, Scope, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { midBlock, outLayers, resnetBlock, withOldNames } from './blocks'
import type { VaeConfig } from './config'

/** latent [B,4,h,w] as the UNet sees it → image [B,3,8h,8w] in [-1,1]. Rombach et al. 2022, §3.1; arXiv:2112.10752 */
export function vaeDecoder(weights: Weights, config: VaeConfig, type: Float = 'float32'): Scope {
  const root = nn.Scope.root('vae decoder', withOldNames(weights))
  const g = root.at('decoder')
  const latent = root.input('latent', 'float32', ['B', config.latentChannels, 'h', 'w'])
  let x = g.cast(nn.plus(g, nn.times(g, latent, 1 / config.scaling), config.shift), type)
  if (config.postQuantConv) x = nn.conv2d(root.at('post_quant_conv'), x, config.latentChannels, 1)
  const channels = [...config.channels].reverse()
  x = nn.conv2d(g.at('conv_in'), x, channels[0]!, 3)
  x = midBlock(g.at('mid_block'), x, config)
  for (const [i, to] of channels.entries()) {
    const at = g.at(`up_blocks.${i}`)
    for (let j = 0; j <= config.resnets; j++) x = resnetBlock(at.at(`resnets.${j}`), x, to, config)
    if (i < channels.length - 1) x = nn.conv2d(at.at('upsamplers.0.conv'), nn.upsample(at, x), to, 3)
  }
  root.output('image', outLayers(g, x, config.imageChannels, config))
  return root
}
