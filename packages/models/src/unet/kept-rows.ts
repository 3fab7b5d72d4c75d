import type { Tensor } from '@loom/tensor'
import type { AttentionChanges } from './attention-changes'
import { featurePart, type HookedSites, partName } from './attention-hook'

/** What `count` rows of a call gave to the attention of others: enough to edit by them without computing them again. */
export type KeptRows = {
  readonly count: number
  /** Names of the parts that were recorded. */
  readonly parts: readonly string[]
  /** The parts one after the other, in the order of `HookedSites.parts`. */
  readonly data: Float32Array
  /** Where each part there is begins, and the end of the last. */
  readonly starts: Int32Array
}

export const nothingKept = ({ parts }: HookedSites): KeptRows => ({
  count: 0,
  parts: [],
  data: new Float32Array(0),
  starts: new Int32Array(parts.length + 1),
})

/** The parts that other rows read of these. */
export function partsRead(
  { cross = [], self, features }: AttentionChanges,
  rows: ReadonlySet<number>,
  sites: HookedSites,
): string[] {
  const reads = (list: readonly number[]) => list.some((from, row) => from !== row && rows.has(from))
  const read: string[] = []
  if (cross.some(({ source }) => rows.has(source)))
    for (const [layer, site] of sites.cross.entries()) read.push(partName(site, layer, 'q'), partName(site, layer, 'k'))
  for (const [layer, lists] of self ?? [])
    for (const of of ['q', 'k', 'v'] as const) if (reads(lists[of])) read.push(partName(sites.self[layer]!, layer, of))
  if (features && reads(features)) read.push(featurePart)
  return read
}

/** The parts of `count` recorded rows, copied together. */
export function keepRows(
  outputs: Record<string, Tensor>,
  read: readonly string[],
  count: number,
  sites: HookedSites,
): KeptRows {
  const starts = new Int32Array(sites.parts.length + 1)
  const wanted = new Set(read)
  for (const [i, name] of sites.parts.entries())
    starts[i + 1] = starts[i]! + (wanted.has(name) ? outputs[name]!.data.length : 0)
  const data = new Float32Array(starts.at(-1)!)
  for (const [i, name] of sites.parts.entries()) if (wanted.has(name)) data.set(outputs[name]!.data, starts[i])
  return { count, parts: read, data, starts }
}
