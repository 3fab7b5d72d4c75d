import type { Float, Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { EditAttention, Site } from './attention'
import { addedInput, type EditOf, embedding, resnetBlock, spatialTransformer, waves } from './blocks'
import type { Attention, UNetConfig } from './config'
import type { UNetSizes } from './unet'

/** Builds blocks that know the time step and the text. */
export type Blocks = {
  resnet(at: Scope, x: Value, to: number, feature?: (y: Value) => Value): Value
  /** x itself where there is no attention. */
  attend(at: Scope, x: Value, attention: Attention | undefined, editOf: EditOf): Value
}

/** Takes timesteps [B], context [B,tokens,D] and for SDXL pooled [B,P] and numbers [B,N] as inputs of the graph. */
export function toldBlocks(g: Scope, config: UNetConfig, sizes: UNetSizes, type: Float): Blocks {
  const timesteps = g.input('timesteps', 'float32', [sizes.batch])
  const context = g.cast(g.input('context', 'float32', [sizes.batch, sizes.tokens, config.contextWidth]), type)
  const first = config.blocks[0]!.channels
  let told = embedding(g.at('time_embedding'), waves(g, timesteps, first, config), 4 * first)
  if (config.added) {
    const pooled = g.input('pooled', 'float32', [sizes.batch, config.added.pooled])
    const numbers = g.input('numbers', 'float32', [sizes.batch, config.added.numbers])
    const added = addedInput(g, pooled, numbers, config.added, config)
    told = nn.add(g, told, embedding(g.at('add_embedding'), added, 4 * first))
  }
  const time = g.cast(nn.silu(g, told), type)
  return {
    resnet: (at, x, to, feature) => resnetBlock(at, x, time, to, config, feature),
    attend: (at, x, attention, editOf) =>
      attention ? spatialTransformer(at, x, context, attention, config, editOf) : x,
  }
}

/** x [B,C,h,w] from the first convolution, to the lowest resolution and through the middle; `skips`: what the way up takes up again. */
export function wayDown(
  g: Scope,
  x: Value,
  { blocks, mid }: UNetConfig,
  { resnet, attend }: Blocks,
  edit: EditAttention,
): { x: Value; skips: Value[] } {
  const skips = [x]
  const down = sites('down', edit)
  for (const [i, block] of blocks.entries()) {
    const at = g.at(`down_blocks.${i}`)
    for (let j = 0; j < block.resnets; j++) {
      x = resnet(at.at(`resnets.${j}`), x, block.channels)
      x = attend(at.at(`attentions.${j}`), x, block.down, down(2 ** i))
      skips.push(x)
    }
    if (i < blocks.length - 1)
      skips.push((x = nn.conv2d(at.at('downsamplers.0.conv'), x, block.channels, 3, { stride: 2 })))
  }
  const lowest = blocks.at(-1)!.channels
  x = resnet(g.at('mid_block.resnets.0'), x, lowest)
  x = attend(g.at('mid_block.attentions.0'), x, mid, sites('mid', edit)(2 ** (blocks.length - 1)))
  return { x: resnet(g.at('mid_block.resnets.1'), x, lowest), skips }
}

/** Numbers the attention layers of a stage in the order in which they run. */
export function sites(stage: Site['stage'], edit: EditAttention): (scale: number) => EditOf {
  const next = { self: 0, cross: 0 }
  return (scale) => (kind) => edit({ kind, stage, index: next[kind]++, scale })
}
