import type { Adapter, Dim, Float, Scope, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { EditAttention } from './attention'
import type { UNetConfig } from './config'
import { sites, toldBlocks, wayDown } from './way-down'

/** Sizes of the inputs. A name is a size that every run chooses anew. */
export type UNetSizes = { readonly batch: Dim; readonly height: Dim; readonly width: Dim; readonly tokens: Dim }
export const anySize: UNetSizes = { batch: 'B', height: 'h', width: 'w', tokens: 'tokens' }

/** Changes a UNet while it is built. */
export type Hook = (
  g: Scope,
  sizes: UNetSizes,
) => {
  readonly edit: EditAttention
  /** What a residual block on the way up adds to its skip, x [B,C,h,w]; blocks and residuals count from the lowest. */
  feature(x: Value, block: number, residual: number): Value
  /** What is handed over to the way up: the skips [B,C,h,w] from the first on, and last what comes out of the middle. */
  handOver?(x: Value, index: number): Value
  /** After the last layer. */
  finish(): void
}
/** `type`: what it computes in; norms, softmax, the time step and all inputs and outputs are float32 anyhow. */
type UNetOptions = { hook?: Hook; sizes?: UNetSizes; adapter?: Adapter | undefined; type?: Float }

const noHook: Hook = () => ({ edit: () => undefined, feature: (x) => x, finish: () => undefined })

/**
 * x [B,C,h,w], timesteps [B], context [B,tokens,D] → predicted [B,C,h,w]; SDXL also takes pooled [B,P] and numbers [B,N].
 * Rombach et al. 2022, §3; arXiv:2112.10752
 */
export function unet(
  weights: Weights,
  config: UNetConfig,
  { hook = noHook, sizes = anySize, adapter, type = 'float32' }: UNetOptions = {},
): Scope {
  const g = nn.Scope.root('unet', weights, adapter)
  const sample = g.input('x', 'float32', [sizes.batch, config.inChannels, sizes.height, sizes.width])
  const { edit, feature, handOver = (x) => x, finish } = hook(g, sizes)
  const told = toldBlocks(g, config, sizes, type)

  const { blocks } = config
  const down = wayDown(g, nn.conv2d(g.at('conv_in'), g.cast(sample, type), blocks[0]!.channels, 3), config, told, edit)
  const skips = down.skips.map(handOver)
  let x = handOver(down.x, skips.length)

  const up = sites('up', edit)
  for (const [i, block] of [...blocks].reverse().entries()) {
    const at = g.at(`up_blocks.${i}`)
    const scale = 2 ** (blocks.length - 1 - i)
    for (let j = 0; j <= block.resnets; j++) {
      const joined = nn.concat(at, [x, skips.pop()!], 1)
      x = told.resnet(at.at(`resnets.${j}`), joined, block.channels, (y) => feature(y, i, j))
      x = told.attend(at.at(`attentions.${j}`), x, block.up, up(scale))
    }
    if (scale > 1) x = nn.conv2d(at.at('upsamplers.0.conv'), nn.upsample(at, x, skips.at(-1)), block.channels, 3)
  }

  x = nn.silu(g, nn.groupNorm(g.at('conv_norm_out'), x, config.groups, config.epsilon))
  finish()
  g.output('predicted', nn.conv2d(g.at('conv_out'), x, config.outChannels, 3))
  return g
}
