import type { Float, Scope, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { anySize } from '../unet/unet'
import { toldBlocks, wayDown } from '../unet/way-down'
import type { ControlNetConfig } from './config'

/**
 * A copy of a UNet's way down that sees a hint picture, too. x [B,C,h,w], the UNet's other inputs, hint [1,3,H,W] in [0,1]
 * and strength [] → `residual_0`, … [B,C,h,w], what to add to every skip and last to the middle of the UNet.
 * Zhang et al. 2023, §3; arXiv:2302.05543
 */
export function controlNet(weights: Weights, config: ControlNetConfig, type: Float = 'float32'): Scope {
  const g = nn.Scope.root('ControlNet', weights)
  const sample = g.input('x', 'float32', [anySize.batch, config.inChannels, anySize.height, anySize.width])
  const hint = g.input('hint', 'float32', [1, config.hintChannels, 'H', 'W'])
  const strength = g.input('strength', 'float32', [])
  const told = toldBlocks(g, config, anySize, type)
  const first = config.blocks[0]!.channels
  const seen = hintEmbedding(g.at('controlnet_cond_embedding'), g.cast(hint, type), config.hintWidths, first)
  const start = nn.conv2d(g.at('conv_in'), g.cast(sample, type), first, 3)
  const { x, skips } = wayDown(g, nn.add(g, start, { ...seen, shape: [1, ...start.shape.slice(1)] }), config, told, () => undefined) // biome-ignore format: a line
  for (const [i, skip] of [...skips, x].entries()) {
    const at = i < skips.length ? g.at(`controlnet_down_blocks.${i}`) : g.at('controlnet_mid_block')
    g.output(`residual_${i}`, nn.mul(g, nn.conv2d(at, skip, nn.channels(skip), 1), g.cast(strength, type)))
  }
  return g
}

/** hint [1,3,H,W] → [1,to,h,w], the size of the latent. */
function hintEmbedding(g: Scope, hint: Value, widths: readonly number[], to: number): Value {
  let x = nn.silu(g, nn.conv2d(g.at('conv_in'), hint, widths[0]!, 3))
  for (const [i, width] of widths.slice(1).entries()) {
    x = nn.silu(g, nn.conv2d(g.at(`blocks.${2 * i}`), x, widths[i]!, 3))
    x = nn.silu(g, nn.conv2d(g.at(`blocks.${2 * i + 1}`), x, width, 3, { stride: 2 }))
  }
  return nn.conv2d(g.at('conv_out'), x, to, 3)
}
