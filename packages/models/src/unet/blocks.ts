import type { Dim, Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { kindOf } from '../kind'
import { attention, type Edit, type How, type Merge, type Site } from './attention'
import type { Added, Attention, UNetConfig } from './config'

/** Two convolutions, told the time step in between; `feature` may change what they add. x [B,C,h,w], time [B,T] after its activation → [B,to,h,w]. */
export function resnetBlock(
  g: Scope,
  x: Value,
  time: Value,
  to: number,
  { groups, epsilon }: UNetConfig,
  feature: (y: Value) => Value = (y) => y,
): Value {
  let y = nn.conv2d(g.at('conv1'), nn.silu(g, nn.groupNorm(g.at('norm1'), x, groups, epsilon)), to, 3)
  y = nn.add(g, y, nn.toSpatial(g, nn.linear(g.at('time_emb_proj'), time, to))) // [B,to,1,1] over h,w
  y = nn.conv2d(g.at('conv2'), nn.silu(g, nn.groupNorm(g.at('norm2'), y, groups, epsilon)), to, 3)
  const skip = nn.channels(x) === to ? x : nn.conv2d(g.at('conv_shortcut'), x, to, 1)
  return nn.add(g, skip, feature(y))
}

/** Finds the edit of the next attention layer of a kind. */
export type EditOf = (kind: Site['kind']) => Edit | undefined

/** Places as a sequence that attends to itself and to the text. x [B,C,h,w], context [B,tokens,D] → [B,C,h,w]. */
export function spatialTransformer(
  g: Scope,
  x: Value,
  context: Value,
  { heads, layers }: Attention,
  config: UNetConfig,
  editOf: EditOf,
): Value {
  const { groups, linearProjection } = config
  const wide = kindOf(config) === 'sd2' // its products of q and k are known to leave float16
  const C = nn.channels(x)
  const normal = nn.groupNorm(g.at('norm'), x, groups, 1e-6)
  let y = linearProjection
    ? nn.linear(g.at('proj_in'), nn.toSequence(g, normal), C)
    : nn.toSequence(g, nn.conv2d(g.at('proj_in'), normal, C, 1))
  for (let i = 0; i < layers; i++)
    y = transformerBlock(g.at(`transformer_blocks.${i}`), y, context, { heads, wide }, editOf)
  y = linearProjection
    ? nn.fromSequence(g, nn.linear(g.at('proj_out'), y, C), x)
    : nn.conv2d(g.at('proj_out'), nn.fromSequence(g, y, x), C, 1)
  return nn.add(g, x, y)
}

const everyPlace: Merge = (g, x, normal) => ({ places: normal(x), add: (y) => nn.add(g, x, y) })

/** x [B,n,C], context [B,tokens,D] → [B,n,C] */
function transformerBlock(g: Scope, x: Value, context: Value, how: How, editOf: EditOf): Value {
  const self = editOf('self')
  const norm = nn.layerNormOf(g.at('norm1'), nn.width(x), nn.floatOf(x))
  const { places, add } = (self?.merge ?? everyPlace)(g, x, norm)
  x = add(attention(g.at('attn1'), places, places, how, self))
  x = nn.add(g, x, attention(g.at('attn2'), nn.layerNorm(g.at('norm2'), x), context, how, editOf('cross')))
  const C = nn.width(x)
  const y = nn.geglu(g, nn.linear(g.at('ff.net.0.proj'), nn.layerNorm(g.at('norm3'), x), 8 * C))
  return nn.add(g, x, nn.linear(g.at('ff.net.2'), y, C))
}

/** Two layers with an activation between. x [B,n] → [B,to] */
export function embedding(g: Scope, x: Value, to: number): Value {
  return nn.linear(g.at('linear_2'), nn.silu(g, nn.linear(g.at('linear_1'), x, to)), to)
}

/** Each number as sines and cosines of C/2 falling frequencies: x [..] → [..,C]. Vaswani et al. 2017, §3.5; arXiv:1706.03762 */
export function waves(g: Scope, x: Value, C: number, config: UNetConfig): Value {
  const half = C / 2
  const frequencies = Array.from({ length: half }, (_, i) => 10000 ** (-i / (half - config.frequencyShift)))
  const angles = nn.mul(g, nn.unsqueeze(g, x, [x.shape.length]), g.constant(frequencies))
  const parts = [nn.sin(g, angles), nn.cos(g, angles)]
  return nn.concat(g, config.flipSinToCos ? parts.reverse() : parts, -1)
}

/** pooled [B,P], numbers [B,N] → [B,P+N·wave]. Podell et al. 2023, §2.2; arXiv:2307.01952 */
export function addedInput(g: Scope, pooled: Value, numbers: Value, { wave }: Added, config: UNetConfig): Value {
  const [B, N] = numbers.shape as [Dim, number]
  return nn.concat(g, [pooled, nn.reshape(g, waves(g, numbers, wave, config), [B, N * wave])], 1)
}
