import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'

/** Where in the UNet an attention map is made; edits choose by it. */
export type Site = {
  readonly kind: 'self' | 'cross'
  readonly stage: 'down' | 'mid' | 'up'
  /** Counts the layers of this kind in this stage. */
  readonly index: number
  /** How many latent pixels a side of one query covers: 1, 2, 4 … */
  readonly scale: number
}

/** What a layer computes in place of plain attention: q [B,n,C], k and v [B,m,C] → [B,n,C]. */
export type Edit = {
  (g: Scope, q: Value, k: Value, v: Value, heads: number): Value
  /** How self-attention is to get along with fewer places. */
  readonly merge?: Merge
}
/**
 * Fewer places for self-attention: from x [B,n,C] and what its norm makes of it, those that attend, and what adds what comes
 * out of them to x.
 */
export type Merge = (
  g: Scope,
  x: Value,
  normal: (x: Value) => Value,
) => { readonly places: Value; readonly add: (y: Value) => Value }
/** Asked for every attention layer while building; where it has no answer the layer costs what it always costs. */
export type EditAttention = (site: Site) => Edit | undefined

/** `wide`: in float32 whatever the layers around it compute in. */
export type How = { readonly heads: number; readonly wide: boolean }

/** x [B,n,C] attends to context [B,tokens,D] → [B,n,C]. The seam for edits: Hertz et al. 2022, §3; arXiv:2208.01626 */
export function attention(
  g: Scope,
  x: Value,
  context: Value,
  { heads, wide }: How,
  edit: Edit = nn.flashAttention,
): Value {
  const C = nn.width(x)
  const type = wide ? 'float32' : nn.floatOf(x)
  const project = (name: string, from: Value) => g.cast(nn.linear(g.at(name), from, C, { bias: false }), type)
  const [q, k, v] = [project('to_q', x), project('to_k', context), project('to_v', context)]
  return nn.linear(g.at('to_out.0'), g.cast(edit(g, q, k, v, heads), nn.floatOf(x)), C)
}

/** q [B,n,C], k [B,m,C] → softmax(q·kᵀ/√d) [B,heads,n,m] */
export function probabilities(g: Scope, q: Value, k: Value, heads: number): Value {
  const [Q, K] = [nn.splitHeads(g, q, heads), nn.splitHeads(g, k, heads)]
  const scaled = nn.times(g, Q, nn.width(Q) ** -0.5) // before the product, which float16 might not hold
  return nn.softmax(g, nn.matmul(g, scaled, nn.transpose(g, K)))
}
