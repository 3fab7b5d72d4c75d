import type { Tensor } from '@loom/tensor'
import type { Feed } from '../session'
import { flags, groupName, type HookedSites, inspectedName, type MapGroup, selfName } from './attention-hook'
import { deepName } from './deep'
import { type KeptRows, nothingKept, partsRead } from './kept-rows'
import { MOST_MERGED, mergeFeeds } from './token-merging'

/** Adds A_source·mapped to the cross-attention of a row; mapped [tokens,tokens], source position first. */
export type CrossTerm = { readonly row: number; readonly source: number; readonly mapped: Float32Array }

/** Rows of the batch to take queries, keys and values from, one of each for every row. */
export type SelfRows = { readonly q: readonly number[]; readonly k: readonly number[]; readonly v: readonly number[] }

/** How one UNet call attends otherwise than plainly. Rows are rows of its batch. */
export type AttentionChanges = {
  readonly cross?: readonly CrossTerm[]
  /** What a row keeps of its own cross-attention, per token; all of it where it is not named. */
  readonly own?: ReadonlyMap<number, Float32Array>
  /** By self-attention layer, as numbered in `sites.self`. */
  readonly self?: ReadonlyMap<number, SelfRows>
  /** Rows to take what the second residual of the way up's second block adds from, one for every row. */
  readonly features?: readonly number[]
  /** Rows whose self-attention is wanted, and at which scale. */
  readonly inspected?: { readonly rows: readonly number[]; readonly scale: number }
  /** Rows whose maps are wanted. */
  readonly shown?: readonly number[]
  /** Rows that are sources without being in the batch, numbered on after its rows. */
  readonly kept?: KeptRows
  /** The part of the places that is merged before self-attention at the highest resolution, from 0 to `MOST_MERGED`. */
  readonly merged?: number
  /** Rows of which to record what is read of them, so that a later call can do without them. */
  readonly recorded?: readonly number[]
  /** Wanted is what there is below the outermost so many layers, for `predictShallow`. */
  readonly deep?: number
}

/** Cross-attention before editing, mean over the heads and layers of a group; map [S,h,w,tokens]. */
export type AttentionMap = MapGroup & { readonly map: Tensor }

const ints = (values: readonly number[], shape: readonly number[] = [values.length]): Feed => ({
  shape,
  data: Int32Array.from(values),
})

/** The inputs of the hook for a batch of latents [B,C,h,w] and `tokens` tokens. */
export function hookFeeds(
  changes: AttentionChanges,
  sites: HookedSites,
  x: Tensor,
  tokens: number,
): Record<string, Feed> {
  const B = x.shape[0]!
  const { own, self, features, inspected, shown = [], recorded = [], kept = nothingKept(sites) } = changes
  const cross = [...(changes.cross ?? [])].sort((a, b) => Number(a.source >= B) - Number(b.source >= B))
  const mapped = new Float32Array(cross.length * tokens * tokens)
  for (const [e, term] of cross.entries()) mapped.set(term.mapped, e * tokens * tokens)
  const weights = new Float32Array(B * tokens).fill(1)
  for (const [row, values] of own ?? []) weights.set(values, row * tokens)
  const each = Array.from({ length: B }, (_, row) => row)
  const rows = sites.self.flatMap((_, layer) => {
    const { q, k, v } = self?.get(layer) ?? { q: each, k: each, v: each }
    return [...q, ...k, ...v]
  })
  const sources = cross.map(({ source }) => source)
  const changed = new Uint8Array(flags.self + sites.self.length)
  changed[flags.kept] = Number(kept.count > 0)
  changed[flags.cross] = Number(cross.length + shown.length + (own?.size ?? 0) > 0)
  changed[flags.features] = Number(features !== undefined)
  for (const [layer, { scale }] of sites.self.entries())
    changed[flags.self + layer] = Number(self?.has(layer) || inspected?.scale === scale)
  return {
    mapped: { shape: [cross.length, tokens, tokens], data: mapped },
    edited: ints(cross.map(({ row }) => row)),
    source: ints(sources.filter((row) => row < B)),
    keptSource: ints(sources.filter((row) => row >= B).map((row) => row - B)),
    own: { shape: [B, tokens], data: weights },
    rows: ints(rows, [sites.self.length, 3, B]),
    features: ints(features ?? each),
    shown: ints(shown),
    ...Object.fromEntries(
      sites.selfScales.map((scale) => [inspectedName(scale), ints(inspected?.scale === scale ? inspected.rows : [])]),
    ),
    recorded: ints(recorded),
    kept: { shape: [kept.data.length], data: kept.data },
    keptStarts: { shape: [kept.starts.length], data: kept.starts },
    changed: { shape: [changed.length], data: changed },
    ...mergeFeeds(changes, sites, x),
  }
}

/** The outputs that these changes ask for. */
export function hookOutputs(changes: AttentionChanges, sites: HookedSites): string[] {
  const { shown = [], inspected, recorded = [], deep } = changes
  return [
    ...(shown.length > 0 ? sites.groups.map(groupName) : []),
    ...(inspected ? [selfName(inspected.scale)] : []),
    ...partsRead(changes, new Set(recorded), sites),
    ...(deep === undefined ? [] : [deepName(deep)]),
  ]
}

/** What is wrong with changes for this batch, or undefined. */
export function changesFault(changes: AttentionChanges, sites: HookedSites, B: number, tokens: number) {
  const { cross = [], own, self, features, inspected, shown = [], recorded = [], kept, merged = 0 } = changes
  const all = B + (kept?.count ?? 0)
  const within = (limit: number) => (row: number) => Number.isInteger(row) && row >= 0 && row < limit
  const inBatch = [
    ...cross.map(({ row }) => row),
    ...(own?.keys() ?? []),
    ...(inspected?.rows ?? []),
    ...shown,
    ...recorded,
  ]
  const lists = [...[...(self?.values() ?? [])].flatMap(({ q, k, v }) => [q, k, v]), ...(features ? [features] : [])]
  const sources = [...cross.map(({ source }) => source), ...lists.flat()]
  const stray = inBatch.find((row) => !within(B)(row)) ?? sources.find((row) => !within(all)(row))
  if (!(merged >= 0 && merged <= MOST_MERGED)) return `places to merge are a part of 0 to ${MOST_MERGED}, not ${merged}`
  if (stray !== undefined) return `there is no row ${stray} in a batch of ${B}${kept ? ` with ${kept.count} kept` : ''}`
  if (lists.some((list) => list.length !== B)) return `rows to take from are named for each of ${B} rows`
  const sizes = [
    ...cross.map(({ mapped }) => Math.sqrt(mapped.length)),
    ...[...(own?.values() ?? [])].map((o) => o.length),
  ]
  const size = sizes.find((length) => length !== tokens)
  if (size !== undefined) return `an edit for ${size} tokens does not fit a context of ${tokens}`
  const outside = new Set(Array.from({ length: all - B }, (_, row) => B + row))
  const missing = kept && partsRead(changes, outside, sites).find((name) => !kept.parts.includes(name))
  return missing && `${missing} is read of rows for which it was not kept`
}

/** The map outputs of a call on latents of height × width. A level halves them, rounding up. */
export function readMaps(
  outputs: Record<string, Tensor>,
  { groups }: HookedSites,
  height: number,
  width: number,
): AttentionMap[] {
  return groups.map((group) => {
    const { shape, data } = outputs[groupName(group)]!
    const [h, w] = [Math.ceil(height / group.scale), Math.ceil(width / group.scale)]
    return { ...group, map: { shape: [shape[0]!, h, w, shape[2]!], data } }
  })
}
