import { broadcast, show } from '../dim'
import type { Float, Scope, Value } from '../graph'

/** What a value is computed in. */
export const floatOf = (x: Value): Float => (x.type === 'float16' ? 'float16' : 'float32')

/** What `make` makes of x in float32, in the type of x: for sums of many, which float16 cannot hold. */
export const inFloat32 = (g: Scope, x: Value, make: (x: Value) => Value): Value =>
  g.cast(make(g.cast(x, 'float32')), floatOf(x))

function elementwise(op: string) {
  return (g: Scope, a: Value, b: Value): Value => {
    if (a.type !== b.type) g.fail(`${op}: ${a.type} and ${b.type} do not fit`)
    const shape =
      broadcast(a.shape, b.shape) ?? g.fail(`${op}: shapes ${show(a.shape)} and ${show(b.shape)} do not fit`)
    return g.node(op, [a, b], { shape })
  }
}

export const add = elementwise('Add')
export const sub = elementwise('Sub')
export const mul = elementwise('Mul')

/** Every value times a number. */
export const times = (g: Scope, x: Value, factor: number): Value =>
  factor === 1 ? x : mul(g, x, g.constant(factor, floatOf(x)))
/** Every value plus a number. */
export const plus = (g: Scope, x: Value, term: number): Value =>
  term === 0 ? x : add(g, x, g.constant(term, floatOf(x)))

const unary =
  (op: string) =>
  (g: Scope, x: Value): Value =>
    g.node(op, [x], { shape: x.shape })
export const sin = unary('Sin')
export const cos = unary('Cos')
export const sigmoid = unary('Sigmoid')
export const tanh = unary('Tanh')

/** a [..,m,k] · b [..,k,n] → [..,m,n] */
export function matmul(g: Scope, a: Value, b: Value): Value {
  const [m, k] = a.shape.slice(-2)
  const [inner, n] = b.shape.slice(-2)
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2))
  if (k !== inner || !batch) return g.fail(`MatMul: shapes ${show(a.shape)} and ${show(b.shape)} do not fit`)
  g.count(...batch, m!, k!, n!)
  return g.node('MatMul', [a, b], { shape: [...batch, m!, n!] })
}

/** Along the last axis; exponentials are added up in float32. */
export const softmax = (g: Scope, x: Value): Value => inFloat32(g, x, (y) => g.node('Softmax', [y], y, { axis: -1 }))

/** Mean along an axis, which goes away. */
export function mean(g: Scope, x: Value, axis: number): Value {
  const shape = x.shape.filter((_, i) => i !== axis)
  return g.node('ReduceMean', [x, g.constant([axis], 'int64')], { shape }, { keepdims: 0 })
}

/** x [B,…] with `terms` [E,…] added to the rows `at` [E,1] names, in float32; a row may get several, and none. */
export function addRows(g: Scope, x: Value, at: Value, terms: Value): Value {
  if (show(x.shape.slice(1)) !== show(terms.shape.slice(1)))
    g.fail(`addRows: ${show(terms.shape)} does not fit rows of ${show(x.shape)}`)
  const added = g.cast(terms, 'float32')
  return inFloat32(g, x, (y) => g.node('ScatterND', [y, at, added], y, { reduction: 'add' }))
}
