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

/**
 * What the way up takes up again, x [B,C,h,w] from the first convolution and then whatever lies below it, down to the lowest
 * resolution. Each is built when it is asked for.
 */
export function* skipsDown(
  g: Scope,
  x: Value,
  { blocks }: UNetConfig,
  { resnet, attend }: Blocks,
  edit: EditAttention,
): Generator<Value, void> {
  yield x
  const down = sites('down', edit)
  for (const [i, block] of blocks.entries()) {
    const at = g.at(`down_blocks.${i}`)
    for (let j = 0; j < block.resnets; j++) {
      x = resnet(at.at(`resnets.${j}`), x, block.channels)
      yield (x = attend(at.at(`attentions.${j}`), x, block.down, down(2 ** i)))
    }
    if (i < blocks.length - 1) yield (x = nn.conv2d(at.at('downsamplers.0.conv'), x, block.channels, 3, { stride: 2 }))
  }
}

/** x [B,C,h,w] from the first convolution, to the lowest resolution and through the middle; `skips`: see `skipsDown`. */
export function wayDown(
  g: Scope,
  first: Value,
  config: UNetConfig,
  told: Blocks,
  edit: EditAttention,
): { x: Value; skips: Value[] } {
  const { blocks, mid } = config
  const skips = [...skipsDown(g, first, config, told, edit)]
  const lowest = blocks.at(-1)!.channels
  let x = told.resnet(g.at('mid_block.resnets.0'), skips.at(-1)!, lowest)
  x = told.attend(g.at('mid_block.attentions.0'), x, mid, sites('mid', edit)(2 ** (blocks.length - 1)))
  return { x: told.resnet(g.at('mid_block.resnets.1'), x, lowest), skips }
}

/** Numbers the attention layers of a stage in the order in which they run, where so many of each kind come before. */
export function sites(stage: Site['stage'], edit: EditAttention, before = 0): (scale: number) => EditOf {
  const next = { self: before, cross: before }
  return (scale) => (kind) => edit({ kind, stage, index: next[kind]++, scale })
}
