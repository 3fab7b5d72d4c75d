import type { Dim } from '../dim'
import { float, type Scope, type Value } from '../graph'
import { reshape, transpose } from './shape'

/** [B,n,C] → [B,heads,n,C/heads] */
export function splitHeads(g: Scope, x: Value, heads: number): Value {
  const [B, n, C] = x.shape as [Dim, Dim, number]
  if (C % heads !== 0) g.fail(`${C} channels do not split into ${heads} heads`)
  return transpose(g, reshape(g, x, [B, n, heads, C / heads]), [0, 2, 1, 3])
}

/** [B,heads,n,d] → [B,n,heads·d] */
export function mergeHeads(g: Scope, x: Value): Value {
  const [B, heads, n, d] = x.shape as [Dim, number, Dim, number]
  return reshape(g, transpose(g, x, [0, 2, 1, 3]), [B, n, heads * d])
}

/** Attention whose probabilities never exist as a whole: q [B,n,C], k and v [B,m,C] → [B,n,C]. Dao et al. 2022; arXiv:2205.14135 */
export function flashAttention(g: Scope, q: Value, k: Value, v: Value, heads: number): Value {
  const [B, n, C] = q.shape as [Dim, Dim, number]
  if (C % heads !== 0) g.fail(`${C} channels do not split into ${heads} heads`)
  g.count(2, B, n, k.shape[1]!, C)
  const attributes = { num_heads: heads, scale: float((C / heads) ** -0.5) }
  return g.node('MultiHeadAttention', [q, k, v], { shape: q.shape }, attributes, 'com.microsoft')
}
