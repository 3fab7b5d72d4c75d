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
export type Edit = (g: Scope, q: Value, k: Value, v: Value, heads: number) => Value
/** Asked for every attention layer while building; where it has no answer the layer costs what it always costs. */
export type EditAttention = (site: Site) => Edit | undefined

/** x [B,n,C] attends to context [B,tokens,D] → [B,n,C]. The seam for edits: Hertz et al. 2022, §3; arXiv:2208.01626 */
export function attention(g: Scope, x: Value, context: Value, heads: number, edit: Edit = nn.flashAttention): Value {
  const C = nn.width(x)
  const project = (name: string, from: Value) => nn.linear(g.at(name), from, C, { bias: false })
  const [q, k, v] = [project('to_q', x), project('to_k', context), project('to_v', context)]
  return nn.linear(g.at('to_out.0'), edit(g, q, k, v, heads), C)
}

/** q [B,n,C], k [B,m,C] → softmax(q·kᵀ/√d) [B,heads,n,m] */
export function probabilities(g: Scope, q: Value, k: Value, heads: number): Value {
  const [Q, K] = [nn.splitHeads(g, q, heads), nn.splitHeads(g, k, heads)]
  return nn.softmax(g, nn.times(g, nn.matmul(g, Q, nn.transpose(g, K)), nn.width(Q) ** -0.5))
}
