import { type Dim, windows } from '../dim'
import type { Scope, Value } from '../graph'
import { add } from './arithmetic'
import { gather } from './shape'

/** x [..,C] → [..,to]. The weight [to,C] is used as it is stored; a transposed copy would cost memory and loading time. */
export function linear(g: Scope, x: Value, to: number, { bias = true } = {}): Value {
  const from = x.shape.at(-1) as number
  const shape = [...x.shape.slice(0, -1), to]
  const weight = g.weight('weight', [to, from])
  g.count(...shape, from)
  if (x.shape.length === 2 && bias) return g.node('Gemm', [x, weight, g.weight('bias', [to])], { shape }, { transB: 1 })
  const y = g.node('FusedMatMul', [x, weight], { shape }, { transB: 1 }, 'com.microsoft')
  return bias ? add(g, y, g.weight('bias', [to])) : y
}

/** Rows [count,width] of the table `weight`, by ids [B,n] → [B,n,width]. Only the rows picked are brought to float32. */
export function embedding(g: Scope, ids: Value, count: number, width: number): Value {
  const rows = gather(g, g.stored('weight', [count, width]), ids)
  return rows.type === 'float32' ? rows : g.cast(rows, 'float32')
}

/** `padding`: on every side, or [top, left, bottom, right]. */
type Conv = { stride?: number; padding?: number | readonly [number, number, number, number] }

/** x [B,C,h,w] → [B,to,h/stride,w/stride], with a square kernel. */
export function conv2d(g: Scope, x: Value, to: number, kernel: number, options: Conv = {}): Value {
  const { stride = 1, padding = (kernel - 1) / 2 } = options
  const [B, C, h, w] = x.shape as [Dim, number, Dim, Dim]
  const pads = typeof padding === 'number' ? [padding, padding, padding, padding] : padding
  const [top, left, bottom, right] = pads as [number, number, number, number]
  const shape = [B, to, windows(h, kernel, stride, top + bottom), windows(w, kernel, stride, left + right)]
  g.count(...shape, C, kernel, kernel)
  const inputs = [x, g.weight('weight', [to, C, kernel, kernel]), g.weight('bias', [to])]
  return g.node('Conv', inputs, { shape }, { kernel_shape: [kernel, kernel], strides: [stride, stride], pads })
}
