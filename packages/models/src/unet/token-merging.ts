import type { Dim, Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import type { Feed } from '../session'
import type { Merge, Site } from './attention'
import type { AttentionChanges } from './attention-changes'
import type { HookedSites } from './attention-hook'

/** More cannot be: a place of each window of 2 × 2 is left. */
export const MOST_MERGED = 0.75

/** Whether a layer is of the highest resolution that has self-attention, which runs first. */
export const isFinest = (site: Site, [first]: readonly Site[]): boolean => site.scale === first?.scale

/** Which places may be merged into which, and how many of B rows' places are. */
type Choice = { readonly count: Value; readonly from: Value; readonly into: Value; readonly order: Value }

/**
 * Merges places that are alike before self-attention, and gives each what came out for those it was merged with. Inputs:
 * `merged` [self-attention layers], how many places each merges, or 0; `mergeInto`, the places that others may be merged into,
 * `mergeFrom`, all others, and `mergeOrder`, where each place stands in both one after the other. Bolya, Hoffman 2023, §3, as
 * in the published code: merged are those with the highest cosine, of what goes into the layer's norm, to any of `mergeInto`,
 * and what is left is the mean. arXiv:2303.17604
 */
export function tokenMerging(g: Scope): (layer: number) => Merge {
  const ints = (name: string) => g.cast(g.input(name, 'int32', [name]), 'int64')
  const [counts, from, into, order] = ['merged', 'mergeFrom', 'mergeInto', 'mergeOrder'].map(ints) as [
    ...[Value, Value, Value, Value],
  ]
  // Cut from an input: onnxruntime cannot read a graph again that it wrote with constants in branches.
  const empty = nn.unsqueeze(g, nn.slice(g, order, 0, 0), [1])
  return (layer) => (g, x, normal) => {
    const count = nn.gather(g, counts, g.constant([layer], 'int64'))
    const isOn = g.cast(count, 'bool')
    const none = () => g.node('Identity', [empty], empty)
    const merge = () => merged(g, x, normal(x), { count, from, into, order })
    const [places, at] = nn.branch(g, isOn, merge, () => [normal(x), none()]) as [Value, Value]
    const add = (y: Value): Value => {
      const apart = () => [nn.add(g, x, nn.lines(g, y, at))]
      const [sum] = nn.branch(g, isOn, apart, () => [nn.add(g, x, { ...y, shape: x.shape })])
      return sum!
    }
    return { places, add }
  }
}

/** What is left of y [B,n,C], and at which line of it each place is found [B,n]; chosen by x [B,n,C]. */
function merged(g: Scope, x: Value, y: Value, { count, from, into, order }: Choice): [places: Value, at: Value] {
  const [B, n, C] = x.shape as [Dim, Dim, Dim]
  const [others, windows] = [from.shape[0]!, into.shape[0]!]
  const int = (value: number) => g.constant([value], 'int64')
  const unit = g.node('LpNormalization', [g.cast(x, 'float32')], { shape: x.shape }, { axis: -1, p: 2 })
  const alike = nn.matmul(g, nn.gather(g, unit, from, 1), nn.transpose(g, nn.gather(g, unit, into, 1))) // [B,from,into]
  const lines = { shape: [B, others] }
  const indices = { shape: [B, others], type: 'int64' } as const
  const best = g.node('ReduceMax', [alike, int(-1)], lines, { keepdims: 0 })
  const nearest = g.node('ArgMax', [alike], indices, { axis: -1, keepdims: 0 })
  const all = sizes(g, from)
  const [, ranked] = g.nodes('TopK', [best, all], [lines, indices], { axis: 1 }) as [Value, Value]
  const cut = (a: Value, b: Value) => g.node('Slice', [ranked, a, b, int(1)], indices)
  const [gone, left] = [cut(int(0), count), cut(count, all)]

  const wide = g.cast(y, 'float32')
  const kept = nn.lines(g, wide, nn.gather(g, from, left))
  const target = g.node('GatherElements', [nearest, gone], indices, { axis: 1 })
  const means = meanWith(g, nn.gather(g, wide, into, 1), target, nn.lines(g, wide, nn.gather(g, from, gone)))
  const places = g.node('Concat', [kept, means], { shape: [B, `${n}/1`, C] }, { axis: 1 }) // n at most

  // A place's rank among those that may be merged tells whether it is; the windows follow what is kept.
  const [, rank] = g.nodes('TopK', [ranked, all], [indices, indices], { axis: 1, largest: 0 }) as [Value, Value]
  const after = nn.sub(g, rank, count)
  const isGone = g.node('Less', [rank, count], { shape: [B, others], type: 'bool' })
  const shift = nn.sub(g, all, count)
  const found = g.node('Where', [isGone, nn.add(g, nearest, shift), after], indices)
  const counted = g.node('CumSum', [ones(g, means, 2), int(1)], { shape: [B, windows] }, { exclusive: 1 })
  const ends = nn.add(g, g.cast(counted, 'int64'), shift)
  const at = g.node('Concat', [found, ends], indices, { axis: 1 })
  return [g.cast(places, nn.floatOf(y)), { ...nn.gather(g, at, order, 1), shape: [B, n] }]
}

/** Lines y [B,m,C], each with those `more` [B,r,C] that name it in `at` [B,r] → their means [B,m,C]. */
function meanWith(g: Scope, y: Value, at: Value, more: Value): Value {
  const added = { axis: 1, reduction: 'add' }
  const each = g.node('Expand', [nn.unsqueeze(g, at, [2]), sizes(g, more)], { ...more, type: 'int64' })
  const sum = g.node('ScatterElements', [y, each, more], y, added)
  const one = ones(g, y, 2)
  const count = g.node('ScatterElements', [one, at, ones(g, at, 2)], one, added)
  return g.node('Div', [sum, nn.unsqueeze(g, count, [2])], y)
}

const sizes = (g: Scope, x: Value): Value => g.node('Shape', [x], { shape: [x.shape.length], type: 'int64' })

/** As many ones as the first `axes` sizes of x ask for. */
function ones(g: Scope, x: Value, axes: number): Value {
  const zeros = g.node('ConstantOfShape', [nn.slice(g, sizes(g, x), 0, axes)], { shape: x.shape.slice(0, axes), type: 'float32' }) // biome-ignore format: a line
  return nn.plus(g, zeros, 1)
}

const ints = (values: readonly number[]): Feed => ({ shape: [values.length], data: Int32Array.from(values) })

/** The inputs for a call on latents [B,C,h,w]. Layers whose attention is changed or looked at do not merge. */
export function mergeFeeds(
  { merged = 0, self, inspected }: AttentionChanges,
  { self: sites }: HookedSites,
  { shape }: Tensor,
): Record<string, Feed> {
  const scale = sites[0]?.scale ?? 1
  const [height, width] = shape.slice(2).map((side) => Math.ceil(side / scale)) as [number, number]
  const { from, into } = merged > 0 ? windowed(height, width) : { from: [], into: [] }
  const count = into.length > 0 ? Math.min(from.length, Math.floor(merged * height * width)) : 0
  const counts = sites.map((site, layer) =>
    isFinest(site, sites) && !self?.has(layer) && inspected?.scale !== site.scale ? count : 0,
  )
  const order = Array<number>(from.length + into.length)
  for (const [i, place] of [...from, ...into].entries()) order[place] = i
  return { merged: ints(counts), mergeFrom: ints(from), mergeInto: ints(into), mergeOrder: ints(order) }
}

/** Into the top left places of windows of 2 × 2, from all others. The last of an odd number of lines has no windows. */
function windowed(height: number, width: number): { from: number[]; into: number[] } {
  const [from, into]: [number[], number[]] = [[], []]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isCorner = y % 2 === 0 && x % 2 === 0 && y + 1 < height && x + 1 < width
      ;(isCorner ? into : from).push(y * width + x)
    }
  return { from, into }
}
