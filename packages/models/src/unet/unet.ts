import type { Dim, Scope, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { EditAttention, Site } from './attention'
import { addedInput, type EditOf, embedding, resnetBlock, spatialTransformer, waves } from './blocks'
import type { Attention, UNetConfig } from './config'

/** Sizes of the inputs. A name is a size that every run chooses anew. */
export type UNetSizes = { readonly batch: Dim; readonly height: Dim; readonly width: Dim; readonly tokens: Dim }
const anySize: UNetSizes = { batch: 'B', height: 'h', width: 'w', tokens: 'tokens' }

/** Changes a UNet while it is built. */
export type Hook = (
  g: Scope,
  sizes: UNetSizes,
) => {
  readonly edit: EditAttention
  /** What a residual block on the way up adds to its skip, x [B,C,h,w]; blocks and residuals count from the lowest. */
  feature(x: Value, block: number, residual: number): Value
  /** After the last layer. */
  finish(): void
}
const noHook: Hook = () => ({ edit: () => undefined, feature: (x) => x, finish: () => undefined })

/**
 * x [B,C,h,w], timesteps [B], context [B,tokens,D] → predicted [B,C,h,w]; SDXL also takes pooled [B,P] and numbers [B,N].
 * Rombach et al. 2022, §3; arXiv:2112.10752
 */
export function unet(
  weights: Weights,
  config: UNetConfig,
  { hook = noHook, sizes = anySize }: { hook?: Hook; sizes?: UNetSizes } = {},
): Scope {
  const g = nn.Scope.root('unet', weights)
  const sample = g.input('x', 'float32', [sizes.batch, config.inChannels, sizes.height, sizes.width])
  const timesteps = g.input('timesteps', 'float32', [sizes.batch])
  const context = g.input('context', 'float32', [sizes.batch, sizes.tokens, config.contextWidth])

  const { edit, feature, finish } = hook(g, sizes)

  const { blocks } = config
  const first = blocks[0]!.channels
  let told = embedding(g.at('time_embedding'), waves(g, timesteps, first, config), 4 * first)
  if (config.added) {
    const pooled = g.input('pooled', 'float32', [sizes.batch, config.added.pooled])
    const numbers = g.input('numbers', 'float32', [sizes.batch, config.added.numbers])
    const added = addedInput(g, pooled, numbers, config.added, config)
    told = nn.add(g, told, embedding(g.at('add_embedding'), added, 4 * first))
  }
  const time = nn.silu(g, told)
  const resnet = (at: Scope, x: Value, to: number, feature?: (y: Value) => Value) =>
    resnetBlock(at, x, time, to, config, feature)
  const attend = (at: Scope, x: Value, attention: Attention | undefined, editOf: EditOf) =>
    attention ? spatialTransformer(at, x, context, attention, config, editOf) : x

  let x = nn.conv2d(g.at('conv_in'), sample, first, 3)
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
  x = attend(g.at('mid_block.attentions.0'), x, config.mid, sites('mid', edit)(2 ** (blocks.length - 1)))
  x = resnet(g.at('mid_block.resnets.1'), x, lowest)

  const up = sites('up', edit)
  for (const [i, block] of [...blocks].reverse().entries()) {
    const at = g.at(`up_blocks.${i}`)
    const scale = 2 ** (blocks.length - 1 - i)
    for (let j = 0; j <= block.resnets; j++) {
      const joined = nn.concat(at, [x, skips.pop()!], 1)
      x = resnet(at.at(`resnets.${j}`), joined, block.channels, (y) => feature(y, i, j))
      x = attend(at.at(`attentions.${j}`), x, block.up, up(scale))
    }
    if (scale > 1) x = nn.conv2d(at.at('upsamplers.0.conv'), nn.upsample(at, x, skips.at(-1)), block.channels, 3)
  }

  x = nn.silu(g, nn.groupNorm(g.at('conv_norm_out'), x, config.groups, config.epsilon))
  finish()
  g.output('predicted', nn.conv2d(g.at('conv_out'), x, config.outChannels, 3))
  return g
}

/** Numbers the attention layers of a stage in the order in which they run. */
function sites(stage: Site['stage'], edit: EditAttention): (scale: number) => EditOf {
  const next = { self: 0, cross: 0 }
  return (scale) => (kind) => edit({ kind, stage, index: next[kind]++, scale })
}
