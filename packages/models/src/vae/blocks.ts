import type { Scope, StoredTensor, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { VaeConfig } from './config'

const epsilon = 1e-6

/** x [B,C,h,w] → [B,to,h,w] */
export function resnetBlock(g: Scope, x: Value, to: number, { groups }: VaeConfig): Value {
  let y = nn.conv2d(g.at('conv1'), nn.silu(g, nn.groupNorm(g.at('norm1'), x, groups, epsilon)), to, 3)
  y = nn.conv2d(g.at('conv2'), nn.silu(g, nn.groupNorm(g.at('norm2'), y, groups, epsilon)), to, 3)
  const skip = nn.channels(x) === to ? x : nn.conv2d(g.at('conv_shortcut'), x, to, 1)
  return nn.add(g, skip, y)
}

/** The layers at the lowest resolution, where every place sees every other. x [B,C,h,w] → [B,C,h,w] */
export function midBlock(g: Scope, x: Value, config: VaeConfig): Value {
  const C = nn.channels(x)
  x = resnetBlock(g.at('resnets.0'), x, C, config)
  if (config.midAttention) x = attention(g.at('attentions.0'), x, config)
  return resnetBlock(g.at('resnets.1'), x, C, config)
}

/** One head over all places. x [B,C,h,w] → [B,C,h,w] */
function attention(g: Scope, x: Value, { groups }: VaeConfig): Value {
  const C = nn.channels(x)
  const y = nn.toSequence(g, nn.groupNorm(g.at('group_norm'), x, groups, epsilon))
  const [q, k, v] = ['to_q', 'to_k', 'to_v'].map((name) => nn.linear(g.at(name), y, C)) as [Value, Value, Value]
  const out = nn.linear(g.at('to_out.0'), nn.flashAttention(g, q, k, v, 1), C)
  return nn.add(g, x, nn.fromSequence(g, out, x))
}

export function outLayers(g: Scope, x: Value, to: number, { groups }: VaeConfig): Value {
  return nn.conv2d(g.at('conv_out'), nn.silu(g, nn.groupNorm(g.at('conv_norm_out'), x, groups, epsilon)), to, 3)
}

/** Names of the attention layer before diffusers 0.17. */
const oldNames: readonly [string, string][] = [
  ['.to_q.', '.query.'],
  ['.to_k.', '.key.'],
  ['.to_v.', '.value.'],
  ['.to_out.0.', '.proj_attn.'],
]

/** The same weights under today's names. Attention weights that were stored as 1×1 convolutions become matrices. */
export function withOldNames(weights: Weights): Weights {
  const old = (name: string): StoredTensor | undefined => {
    const pair = oldNames.find(([now]) => name.includes(now))
    return pair && weights.get(name.replace(pair[0], pair[1]))
  }
  return {
    get(name, shape) {
      const stored = weights.get(name, shape) ?? old(name)
      if (!stored || !name.includes('.attentions.')) return stored
      const [out, from, ...kernel] = stored.shape
      return kernel.join() === '1,1' ? { ...stored, shape: [out!, from!] } : stored
    },
  }
}
