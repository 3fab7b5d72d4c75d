import { type Dim, windows } from '../dim'
import type { Float, Scope, Value, Window } from '../graph'
import { add, floatOf } from './arithmetic'
import { type Int8Values, int8Conv2d, int8Linear, int8Values } from './int8'
import { gather } from './shape'

/** x [..,C] → [..,to]. The weight [to,C] is used as it is stored; a transposed copy would cost memory and loading time. */
export function linear(g: Scope, x: Value, to: number, { bias = true } = {}): Value {
  const from = x.shape.at(-1) as number
  const weight = layerWeight(g, [to, from], floatOf(x))
  const added = layerBias(g, to, bias, floatOf(x))
  const y = 'scale' in weight ? int8Linear(g, x, weight, added) : linearWith(g, x, weight, added)
  return g.graph.adapter?.output(g, x, y) ?? y
}

/** x [..,C], weight [to,C], bias [to] → [..,to] */
export function linearWith(g: Scope, x: Value, weight: Value, bias?: Value): Value {
  const [to, from] = weight.shape as [number, number]
  const shape = [...x.shape.slice(0, -1), to]
  g.count(...shape, from)
  if (x.shape.length === 2 && bias) return g.node('Gemm', [x, weight, bias], { shape }, { transB: 1 })
  const y = g.node('FusedMatMul', [x, weight], { shape }, { transB: 1 }, 'com.microsoft')
  return bias ? add(g, y, bias) : y
}

/** The layer's own weight, in 8 bits where it comes so, or what the graph's adapter makes of it. */
function layerWeight(g: Scope, shape: readonly number[], type: Float): Value | Int8Values {
  const { adapter, weights } = g.graph
  const small = weights.int8?.(g.join('weight'))
  if (small && !adapter) return int8Values(g, small)
  const weight = g.weight('weight', shape, type)
  const adapted = adapter?.weight(g, weight) ?? weight
  return small && adapted === weight ? int8Values(g, small) : adapted
}

/** The layer's own bias, if it has one, or what the graph's adapter makes of it. */
function layerBias(g: Scope, to: number, has: boolean, type: Float): Value | undefined {
  const bias = has ? g.weight('bias', [to], type) : undefined
  return g.graph.adapter ? g.graph.adapter.bias(g, to, type, bias) : bias
}

/** Rows [count,width] of the table `weight`, by ids [B,n] → [B,n,width]. Only the rows picked are brought to float32. */
export function embedding(g: Scope, ids: Value, count: number, width: number): Value {
  return g.cast(gather(g, g.stored('weight', [count, width]), ids), 'float32')
}

/** `padding`: on every side, or [top, left, bottom, right]. */
type Conv = { stride?: number; padding?: number | readonly [number, number, number, number]; bias?: boolean }

/** x [B,C,h,w] → [B,to,h/stride,w/stride], with a square kernel. */
export function conv2d(g: Scope, x: Value, to: number, kernel: number, options: Conv = {}): Value {
  const { stride = 1, padding = (kernel - 1) / 2, bias = true } = options
  const window = { kernel, stride, pads: typeof padding === 'number' ? [padding, padding, padding, padding] : padding }
  const weight = layerWeight(g, [to, x.shape[1] as number, kernel, kernel], floatOf(x))
  const added = layerBias(g, to, bias, floatOf(x))
  const y = 'scale' in weight ? int8Conv2d(g, x, weight, window, added) : conv2dWith(g, x, weight, window, added)
  return g.graph.adapter?.output(g, x, y, window) ?? y
}

/** x [B,C,h,w], weight [to,C,k,k], bias [to] → [B,to,h/stride,w/stride] */
export function conv2dWith(g: Scope, x: Value, weight: Value, { kernel, stride, pads }: Window, bias?: Value): Value {
  const [B, C, h, w] = x.shape as [Dim, number, Dim, Dim]
  const [top, left, bottom, right] = pads as [number, number, number, number]
  const to = weight.shape[0]!
  const shape = [B, to, windows(h, kernel, stride, top + bottom), windows(w, kernel, stride, left + right)]
  g.count(...shape, C, kernel, kernel)
  const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads }
  return g.node('Conv', bias ? [x, weight, bias] : [x, weight], { shape }, attributes)
}
