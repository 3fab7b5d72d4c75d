import { broadcast, show } from '../dim'
import type { Scope, Value } from '../graph'

function elementwise(op: string) {
  return (g: Scope, a: Value, b: Value): Value => {
    const shape =
      broadcast(a.shape, b.shape) ?? g.fail(`${op}: shapes ${show(a.shape)} and ${show(b.shape)} do not fit`)
    return g.node(op, [a, b], { shape, type: a.type })
  }
}

export const add = elementwise('Add')
export const sub = elementwise('Sub')
export const mul = elementwise('Mul')

/** Every value times a number. */
export const times = (g: Scope, x: Value, factor: number): Value => (factor === 1 ? x : mul(g, x, g.constant(factor)))
/** Every value plus a number. */
export const plus = (g: Scope, x: Value, term: number): Value => (term === 0 ? x : add(g, x, g.constant(term)))

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

export const softmax = (g: Scope, x: Value): Value => g.node('Softmax', [x], { shape: x.shape }, { axis: -1 })

/** Mean along an axis, which goes away. */
export function mean(g: Scope, x: Value, axis: number): Value {
  const shape = x.shape.filter((_, i) => i !== axis)
  return g.node('ReduceMean', [x, g.constant([axis], 'int64')], { shape }, { keepdims: 0 })
}

/** x [B,…] with `terms` [E,…] added to the rows `at` [E,1] names; a row may get several, and none. */
export function addRows(g: Scope, x: Value, at: Value, terms: Value): Value {
  if (show(x.shape.slice(1)) !== show(terms.shape.slice(1)))
    g.fail(`addRows: ${show(terms.shape)} does not fit rows of ${show(x.shape)}`)
  return g.node('ScatterND', [x, at, terms], { shape: x.shape }, { reduction: 'add' })
}
