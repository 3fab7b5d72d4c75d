import type { Tensor } from '@loom/tensor'
import type { Feed } from '../session'
import { groupName, type HookedSites, inspectedName, type MapGroup } from './attention-hook'

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
}

/** Cross-attention before editing, mean over the heads and layers of a group; map [S,h,w,tokens]. */
export type AttentionMap = MapGroup & { readonly map: Tensor }

const ints = (values: readonly number[], shape: readonly number[] = [values.length]): Feed => ({
  shape,
  data: Int32Array.from(values),
})

/** The inputs of the hook for a batch of B rows and `tokens` tokens. */
export function hookFeeds(
  changes: AttentionChanges,
  sites: HookedSites,
  B: number,
  tokens: number,
): Record<string, Feed> {
  const { cross = [], own, self, features, inspected, shown = [] } = changes
  const mapped = new Float32Array(cross.length * tokens * tokens)
  for (const [e, term] of cross.entries()) mapped.set(term.mapped, e * tokens * tokens)
  const kept = new Float32Array(B * tokens).fill(1)
  for (const [row, values] of own ?? []) kept.set(values, row * tokens)
  const each = Array.from({ length: B }, (_, row) => row)
  const rows = sites.self.flatMap((_, layer) => {
    const { q, k, v } = self?.get(layer) ?? { q: each, k: each, v: each }
    return [...q, ...k, ...v]
  })
  return {
    mapped: { shape: [cross.length, tokens, tokens], data: mapped },
    edited: ints(cross.map(({ row }) => row)),
    source: ints(cross.map(({ source }) => source)),
    own: { shape: [B, tokens], data: kept },
    rows: ints(rows, [sites.self.length, 3, B]),
    features: ints(features ?? each),
    shown: ints(shown),
    ...Object.fromEntries(
      sites.selfScales.map((scale) => [inspectedName(scale), ints(inspected?.scale === scale ? inspected.rows : [])]),
    ),
  }
}

/** What is wrong with changes for this batch, or undefined. */
export function changesFault(
  { cross = [], own, self, features, inspected, shown = [] }: AttentionChanges,
  B: number,
  tokens: number,
): string | undefined {
  const inside = (row: number) => Number.isInteger(row) && row >= 0 && row < B
  const named = [
    ...cross.flatMap(({ row, source }) => [row, source]),
    ...(own?.keys() ?? []),
    ...(inspected?.rows ?? []),
    ...shown,
  ]
  const rows = [...[...(self?.values() ?? [])].flatMap(({ q, k, v }) => [q, k, v]), ...(features ? [features] : [])]
  const stray = [...named, ...rows.flat()].find((row) => !inside(row))
  if (stray !== undefined) return `there is no row ${stray} in a batch of ${B}`
  if (rows.some((list) => list.length !== B)) return `rows to take from are named for each of ${B} rows`
  const sizes = [
    ...cross.map(({ mapped }) => Math.sqrt(mapped.length)),
    ...[...(own?.values() ?? [])].map((o) => o.length),
  ]
  const size = sizes.find((length) => length !== tokens)
  return size === undefined ? undefined : `an edit for ${size} tokens does not fit a context of ${tokens}`
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
