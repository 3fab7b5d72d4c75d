import type { Adapter, Dim, Float, Scope, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { UNetConfig } from './config'
import { deepName } from './deep'
import { skipsDown, toldBlocks, wayDown } from './way-down'
import { channelsBelow, type UpHook, wayUp } from './way-up'

/** Sizes of the inputs. A name is a size that every run chooses anew. */
export type UNetSizes = { readonly batch: Dim; readonly height: Dim; readonly width: Dim; readonly tokens: Dim }
export const anySize: UNetSizes = { batch: 'B', height: 'h', width: 'w', tokens: 'tokens' }

/** Changes a UNet while it is built. */
export type Hook = (
  g: Scope,
  sizes: UNetSizes,
) => UpHook & {
  /** What is handed over to the way up: the skips [B,C,h,w] from the first on, and last what comes out of the middle. */
  handOver?(x: Value, index: number): Value
  /** After the last layer. */
  finish?(): void
}
export type UNetOptions = {
  readonly hook?: Hook
  readonly sizes?: UNetSizes
  readonly adapter?: Adapter | undefined
  /** What it computes in; norms, softmax, the time step and all inputs and outputs are float32 anyhow. */
  readonly type?: Float
  /** Also gives what a `shallowUnet` of each depth goes on from, `deep_1`, …: [B,C,h',w'] */
  readonly givesDeep?: boolean
}
const noHook: Hook = () => ({ edit: () => undefined, feature: (x) => x })

/**
 * x [B,C,h,w], timesteps [B], context [B,tokens,D] → predicted [B,C,h,w]; SDXL also takes pooled [B,P] and numbers [B,N].
 * Rombach et al. 2022, §3; arXiv:2112.10752
 */
export function unet(weights: Weights, config: UNetConfig, options: UNetOptions = {}): Scope {
  const { g, first, told, changes, handOver, end } = begin(weights, config, options)
  const down = wayDown(g, first, config, told, changes.edit)
  const skips = down.skips.map(handOver)
  const give = options.givesDeep ? (x: Value, depth: number) => g.output(deepName(depth), x) : undefined
  return end(wayUp(g, handOver(down.x, skips.length), skips, config, told, changes, give))
}

/**
 * The outermost `depth` layers of a UNet on its way up, and what these take up: they go on from what the deeper ones gave at
 * another time step, deep [B,C,h',w']. Ma et al. 2023, §3.2; arXiv:2312.00858
 */
export function shallowUnet(weights: Weights, config: UNetConfig, depth: number, options: UNetOptions = {}): Scope {
  const { g, first, told, changes, handOver, end } = begin(weights, config, options)
  const skips: Value[] = []
  for (const skip of skipsDown(g, first, config, told, changes.edit))
    if (skips.push(handOver(skip, skips.length)) === depth) break
  const [B, , h, w] = skips.at(-1)!.shape as [Dim, Dim, Dim, Dim]
  const deep = g.input('deep', 'float32', [B, channelsBelow(config, depth), h, w])
  return end(wayUp(g, g.cast(deep, first.type as Float), skips, config, told, changes))
}

/** The inputs and the first convolution. */
function begin(weights: Weights, config: UNetConfig, options: UNetOptions) {
  const { hook = noHook, sizes = anySize, adapter, type = 'float32' } = options
  const g = nn.Scope.root('unet', weights, adapter)
  const sample = g.input('x', 'float32', [sizes.batch, config.inChannels, sizes.height, sizes.width])
  const { handOver = (x: Value) => x, finish, ...changes } = hook(g, sizes)
  const told = toldBlocks(g, config, sizes, type)
  const first = nn.conv2d(g.at('conv_in'), g.cast(sample, type), config.blocks[0]!.channels, 3)
  const end = (predicted: Value): Scope => {
    finish?.()
    g.output('predicted', predicted)
    return g
  }
  return { g, first, told, changes, handOver, end }
}
