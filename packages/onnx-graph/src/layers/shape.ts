import { type Dim, divided, multiplied, product, sameShape, show } from '../dim'
import type { Scope, Value } from '../graph'

/** The size of axis 1: x [B,C,h,w] → C. */
export const channels = (x: Value): number => x.shape[1] as number
/** The size of the last axis: x [B,n,C] → C. */
export const width = (x: Value): number => x.shape.at(-1) as number

const shapeOf = (g: Scope, x: Value): Value =>
  g.once(`shape of ${x.name}`, () => g.node('Shape', [x], { shape: [x.shape.length], type: 'int64' }))

/** Whether x has any values, [] of bool. */
export const isAny = (g: Scope, x: Value): Value => g.cast(g.node('Size', [x], { shape: [], type: 'int64' }), 'bool')

/** The values of x in another shape. Sizes known only to a run come from the same axis of x or, where it has others there, from `like`. */
export function reshape(g: Scope, x: Value, to: readonly Dim[], like?: Value): Value {
  if (sameShape(x.shape, to)) return x
  const [before, after] = [product(x.shape), product(to)]
  if (typeof before === 'number' && typeof after === 'number' && before !== after)
    g.fail(`${show(x.shape)} does not reshape to ${show(to)}`)
  const sizes = to.map((dim, axis) => (typeof dim === 'number' ? dim : x.shape[axis] === dim ? 0 : -1))
  const free = sizes.filter((size) => size === -1).length
  if (free > 1 && !(like && sameShape(like.shape, to))) g.fail(`${show(to)} leaves several sizes of a reshape open`)
  const target = free > 1 ? shapeOf(g, like!) : g.constant(sizes, 'int64')
  return g.node('Reshape', [x, target], { shape: to })
}

/** Axes in another order; without `order` the last two change places. */
export function transpose(g: Scope, x: Value, order?: readonly number[]): Value {
  const rank = x.shape.length
  const perm = order ?? [...Array(rank - 2).keys(), rank - 1, rank - 2]
  return g.node('Transpose', [x], { shape: perm.map((axis) => x.shape[axis]!) }, { perm })
}

export function concat(g: Scope, values: readonly Value[], axis: number): Value {
  const first = values[0]!
  const at = axis < 0 ? axis + first.shape.length : axis
  for (const { shape, type } of values) {
    if (type !== first.type) g.fail(`${type} and ${first.type} do not join`)
    if (shape.length !== first.shape.length || shape.some((dim, i) => i !== at && dim !== first.shape[i]))
      g.fail(`shapes ${values.map((value) => show(value.shape)).join(' and ')} do not join along axis ${axis}`)
  }
  const sizes = values.map((value) => value.shape[at]!)
  const known = sizes.every((size) => typeof size === 'number')
  const joined = known ? sizes.reduce<number>((all, size) => all + Number(size), 0) : sizes.join('+')
  return g.node('Concat', values, { shape: first.shape.map((dim, i) => (i === at ? joined : dim)) }, { axis })
}

/** x cut along its last axis into `parts` equal pieces. */
export function split(g: Scope, x: Value, parts: number, axis = -1): Value[] {
  const at = axis < 0 ? axis + x.shape.length : axis
  const size = x.shape[at] as number
  if (size % parts !== 0) g.fail(`${size} does not split into ${parts} parts`)
  const piece = { shape: x.shape.map((dim, i) => (i === at ? size / parts : dim)) }
  return g.nodes('Split', [x], Array(parts).fill(piece), { axis: at, num_outputs: parts })
}

/** Slices picked along an axis: rows of a batch, lines of a table. */
export function gather(g: Scope, x: Value, indices: Value, axis = 0): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]
  return g.node('Gather', [x, indices], { shape }, { axis })
}

/** One line of each: x [B,n,C], at [B,1] → [B,C]. */
export function pick(g: Scope, x: Value, at: Value): Value {
  return g.node('GatherND', [x, at], { shape: [x.shape[0]!, x.shape[2]!] }, { batch_dims: 1 })
}

/** Lines of each: x [B,n,C], at [B,m] of int64 → [B,m,C]. */
export function lines(g: Scope, x: Value, at: Value): Value {
  const shape = [x.shape[0]!, at.shape[1]!, x.shape[2]!]
  return g.node('GatherND', [x, unsqueeze(g, at, [2])], { shape }, { batch_dims: 1 })
}

/** Where each row has `value` first: ids [B,n] → [B,1]. */
export function positionOf(g: Scope, ids: Value, value: number): Value {
  const shape = [ids.shape[0]!, 1]
  const here = g.node('Equal', [g.cast(ids, 'int64'), g.constant(value, 'int64')], { shape: ids.shape, type: 'bool' })
  return g.node('ArgMax', [g.cast(here, 'float32')], { shape, type: 'int64' }, { axis: 1, keepdims: 1 })
}

/** Rows like those of `like` [B,…] from flat values x [N]: those from starts[i] to starts[i+1], int64 → [rows,…]. */
export function rowsFrom(g: Scope, x: Value, starts: Value, i: number, like: Value, rows: Dim): Value {
  const [from, to] = [i, i + 1].map((at) => gather(g, starts, g.constant([at], 'int64')))
  const flat = g.node('Slice', [x, from, to, g.constant([0], 'int64')], { shape: [`${rows}·…`] })
  const row = slice(g, shapeOf(g, like), 1, like.shape.length)
  const sizes = concat(g, [g.constant([-1], 'int64'), row], 0)
  return g.node('Reshape', [flat, sizes], { shape: [rows, ...like.shape.slice(1)] })
}

/** Axes of size 1 put in where the result has them. Works without rows, too. */
export function unsqueeze(g: Scope, x: Value, axes: readonly number[]): Value {
  const shape = [...x.shape]
  for (const axis of axes) shape.splice(axis, 0, 1)
  return g.node('Unsqueeze', [x, g.constant(axes, 'int64')], { shape })
}

/** [B,C] → [B,C,1,1], to be added to [B,C,h,w]. */
export const toSpatial = (g: Scope, x: Value): Value => reshape(g, x, [...x.shape, 1, 1])

/** [B,C,h,w] → [B,h·w,C] */
export function toSequence(g: Scope, x: Value): Value {
  const [B, C, h, w] = x.shape as [Dim, Dim, Dim, Dim]
  return transpose(g, reshape(g, x, [B, C, product([h, w])]))
}

/** [B,h·w,C] → [B,C,h,w], with h and w of `like` [B,·,h,w] */
export function fromSequence(g: Scope, x: Value, like: Value): Value {
  const [B, , h, w] = like.shape as [Dim, Dim, Dim, Dim]
  const rows = transpose(g, x)
  const C = x.shape[2]!
  if (like.shape[1] === C || (typeof h === 'number' && typeof w === 'number'))
    return reshape(g, rows, [B, C, h, w], like)
  return g.fail(`${show(x.shape)} takes no height and width from ${show(like.shape)}`)
}

const nearest = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' }

/** Nearest neighbour, `factor` times as high and wide. x [B,C,h,w] */
export function enlarge(g: Scope, x: Value, factor: number): Value {
  const [B, C, ...sides] = x.shape as [Dim, Dim, Dim, Dim]
  const shape = [B, C, ...sides.map((side) => multiplied(side, factor))]
  return g.node('Resize', [x, undefined, g.constant([1, 1, factor, factor])], { shape }, nearest)
}

/** Nearest neighbour, twice as high and wide, or as high and wide as `like` [·,·,h,w] where halving had rounded up. */
export function upsample(g: Scope, x: Value, like?: Value): Value {
  if (!like) return enlarge(g, x, 2)
  const [B, C, h, w] = x.shape as [Dim, Dim, Dim, Dim]
  const to = like.shape.slice(2)
  const isTwice = typeof h === 'number' && to[0] === multiplied(h, 2) && to[1] === multiplied(w, 2)
  if (isTwice) return enlarge(g, x, 2)
  const sizes = concat(g, [slice(g, shapeOf(g, x), 0, 2), slice(g, shapeOf(g, like), 2, 4)], 0)
  return g.node('Resize', [x, undefined, undefined, sizes], { shape: [B, C, ...to] }, nearest)
}

/** Channels laid out as pixels, in the order of PyTorch's PixelShuffle: x [B,C·f²,h,w] → [B,C,f·h,f·w] */
export function pixelShuffle(g: Scope, x: Value, factor: number): Value {
  const [B, C, ...sides] = x.shape as [Dim, number, Dim, Dim]
  if (C % factor ** 2 !== 0) g.fail(`${C} channels do not make pixels of ${factor}×${factor}`)
  const shape = [B, C / factor ** 2, ...sides.map((side) => multiplied(side, factor))]
  return g.node('DepthToSpace', [x], { shape }, { blocksize: factor, mode: 'CRD' })
}

/** The way back, as PyTorch's PixelUnshuffle: x [B,C,f·h,f·w] → [B,C·f²,h,w] */
export function pixelUnshuffle(g: Scope, x: Value, factor: number): Value {
  const [B, C, ...sides] = x.shape as [Dim, number, Dim, Dim]
  const count = factor ** 2
  const shape = [B, C * count, ...sides.map((side) => divided(side, factor))]
  const y = g.node('SpaceToDepth', [x], { shape }, { blocksize: factor })
  // ONNX has the places of a block outside and the channels inside.
  const order = Array.from({ length: C * count }, (_, i) => (i % count) * C + Math.floor(i / count))
  return gather(g, y, g.constant(order, 'int64'), 1)
}

/** x[from:to] of its first axis. */
export function slice(g: Scope, x: Value, from: number, to: number, axis = 0): Value {
  const bounds = [from, to, axis].map((bound) => g.constant([bound], 'int64'))
  const shape = x.shape.map((dim, i) => (i === axis ? to - from : dim))
  return g.node('Slice', [x, ...bounds], { shape })
}
