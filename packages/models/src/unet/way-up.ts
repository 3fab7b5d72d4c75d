import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { EditAttention } from './attention'
import type { UNetConfig } from './config'
import { type Blocks, sites } from './way-down'

/** Changes the way up while it is built. */
export type UpHook = {
  readonly edit: EditAttention
  /** What a residual block adds to its skip, x [B,C,h,w]; blocks and residuals count from the lowest. */
  feature(x: Value, block: number, residual: number): Value
}

/** The layers of the way up from the lowest on, each of which takes up a skip; they count within their block. */
function layersOf({ blocks }: UNetConfig) {
  const upwards = [...blocks].reverse()
  return upwards.flatMap((block, i) =>
    Array.from({ length: block.resnets + 1 }, (_, j) => ({ block, i, j, isLast: j === block.resnets })),
  )
}

export const layersUp = (config: UNetConfig): number => layersOf(config).length

/** Channels of what comes out of below the outermost `depth` layers; below the lowest lies the middle, which is as wide. */
export function channelsBelow(config: UNetConfig, depth: number): number {
  const layers = layersOf(config)
  return (layers.at(-depth - 1) ?? layers[0]!).block.channels
}

/**
 * x [B,C,h,w] from below the outermost `skips.length` layers, through these and the last convolution → [B,C,h,w]. `reach` is
 * told what there is where so many layers are left.
 */
export function wayUp(
  g: Scope,
  x: Value,
  skips: readonly Value[],
  config: UNetConfig,
  told: Blocks,
  { edit, feature }: UpHook,
  reach?: (x: Value, depth: number) => void,
): Value {
  const left = [...skips]
  const layers = layersOf(config)
  const below = layers.slice(0, -skips.length)
  const up = sites('up', edit, below.reduce((all, { block }) => all + (block.up?.layers ?? 0), 0)) // biome-ignore format: a line
  for (const { block, i, j, isLast } of layers.slice(below.length)) {
    const at = g.at(`up_blocks.${i}`)
    const scale = 2 ** (config.blocks.length - 1 - i)
    reach?.(x, left.length)
    const joined = nn.concat(at, [x, left.pop()!], 1)
    x = told.resnet(at.at(`resnets.${j}`), joined, block.channels, (y) => feature(y, i, j))
    x = told.attend(at.at(`attentions.${j}`), x, block.up, up(scale))
    if (isLast && scale > 1)
      x = nn.conv2d(at.at('upsamplers.0.conv'), nn.upsample(at, x, left.at(-1)), block.channels, 3)
  }
  x = nn.silu(g, nn.groupNorm(g.at('conv_norm_out'), x, config.groups, config.epsilon))
  return nn.conv2d(g.at('conv_out'), x, config.outChannels, 3)
}
