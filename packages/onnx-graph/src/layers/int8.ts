import { type Dim, windows } from '../dim'
import type { Int8Weight, Scope, Value, Window } from '../graph'
import { add, mul, times } from './arithmetic'
import { concat, transpose } from './shape'

// Layers whose products are of 8 bits: CPUs do several of them in the time of one in float32. Weights have their scales
// from before, activations get theirs while running, each row or picture its own, so that no row of a batch depends on
// another.

/** An `Int8Weight` in the graph. */
export type Int8Values = { readonly values: Value; readonly scale: Value }
/** 8-bit values of which `zero` stands for 0, to be multiplied by a scale. */
type Quantized = Int8Values & { readonly zero: Value }

export function int8Values(g: Scope, { values, scale }: Int8Weight): Int8Values {
  const name = g.join('weight')
  return { values: g.external(`${name}:int8`, values), scale: g.external(`${name}:scale`, scale) }
}

/** x [..,C] → [..,to], with a scale for every row. */
export function int8Linear(g: Scope, x: Value, weight: Int8Values, bias?: Value): Value {
  return product(g, quantized(g, x, [-1]), weight, bias)
}

/** x [B,C,h,w] → [B,to,h/stride,w/stride], with a scale for every picture. */
export function int8Conv2d(g: Scope, x: Value, weight: Int8Values, window: Window, bias?: Value): Value {
  const { values, scale, zero } = quantized(g, x, [-2, -1], [-3]) // places first: that runs on all threads
  const seen = windowsOf(g, transpose(g, values, [0, 2, 3, 1]), window, zero)
  return transpose(g, product(g, { values: seen, scale, zero }, weight, bias), [0, 3, 1, 2])
}

/** x in 8 bits, with one scale for all values along the axes, which are reduced in the order given. */
function quantized(g: Scope, x: Value, ...axes: readonly (readonly number[])[]): Quantized {
  // Values that hardly go below 0 get nearly the whole range of 0…255.
  const zero = x.atLeast === undefined ? 128 : 16
  const reduce = (op: string) =>
    axes.reduce((from, along) => {
      const shape = from.shape.map((dim, i) => (along.includes(i - from.shape.length) ? 1 : dim))
      return g.node(op, [from, g.constant(along, 'int64')], { shape })
    }, x)
  const above = times(g, reduce('ReduceMax'), 1 / (255 - zero))
  const below = times(g, reduce('ReduceMin'), -1 / zero)
  const scale = g.node('Max', [above, below, g.constant(1e-30)], above)
  const scaled = mul(g, x, g.node('Reciprocal', [scale], scale))
  const zeroPoint = g.constant(zero, 'uint8')
  const inputs = [scaled, g.constant(1), zeroPoint]
  return { values: g.node('QuantizeLinear', inputs, { shape: x.shape, type: 'uint8' }), scale, zero: zeroPoint }
}

/** What a kernel sees at each of its places: x [B,h,w,C] → [B,h',w',kernel·kernel·C]. */
function windowsOf(g: Scope, x: Value, { kernel, stride, pads }: Window, zero: Value): Value {
  if (kernel === 1 && stride === 1) return x
  const [B, h, w, C] = x.shape as [Dim, Dim, Dim, number]
  const [top, left, bottom, right] = pads as [number, number, number, number]
  const padding = g.constant([0, top, left, 0, 0, bottom, right, 0], 'int64')
  const padded = { shape: [B, `${h}+${top + bottom}`, `${w}+${left + right}`, C], type: x.type }
  const places = { 1: windows(h, kernel, stride, top + bottom), 2: windows(w, kernel, stride, left + right) }
  const along = (from: Value, axis: 1 | 2): Value => {
    const shape = from.shape.map((dim, i) => (i === axis ? places[axis] : dim))
    const shifted = Array.from({ length: kernel }, (_, at) => {
      const end = at === kernel - 1 ? 2 ** 31 : at - kernel + 1 // the last place of this part of the kernel
      const bounds = [at, end, axis, stride].map((bound) => g.constant([bound], 'int64'))
      return g.node('Slice', [from, ...bounds], { shape, type: x.type })
    })
    return concat(g, shifted, 3)
  }
  return along(along(g.node('Pad', [x, padding, zero], padded), 2), 1)
}

/** x [..,inputs] · weight [inputs,to] + bias [to] → [..,to] in float32 */
function product(g: Scope, x: Quantized, weight: Int8Values, bias?: Value): Value {
  const to = weight.scale.shape[0]!
  const shape = [...x.values.shape.slice(0, -1), to]
  g.count(...x.values.shape, to)
  const inputs = [x.values, weight.values, g.constant(1), weight.scale, x.zero]
  const y = mul(g, g.node('MatMulIntegerToFloat', inputs, { shape, type: 'float32' }, {}, 'com.microsoft'), x.scale)
  return bias ? add(g, y, bias) : y
}
