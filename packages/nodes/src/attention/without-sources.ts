import type { AttentionChanges, KeptRows, Told } from '@loom/models'
import { sizeOf, type Tensor } from '@loom/tensor'
import type { Layout } from './changes'

/** Rows of sources in the UNet's batch, those under the positive prompt first. */
export function sourceRows({ first, groups, rows }: Layout): number[] {
  const halves = first > 0 ? [first, 0] : [first]
  return halves.flatMap((half) => Array.from({ length: groups }, (_, group) => half + group * rows))
}

/** Rows of a batch [B,…], in the order named. */
export function pickRows({ shape, data }: Tensor, rows: readonly number[]): Tensor {
  const size = sizeOf(shape.slice(1))
  const picked = new Float32Array(rows.length * size)
  for (const [i, row] of rows.entries()) picked.set(data.subarray(row * size, (row + 1) * size), i * size)
  return { shape: [rows.length, ...shape.slice(1)], data: picked }
}

/** What some rows of the batch are told, in the order named. */
export const pickTold = ({ context, pooled, numbers }: Told, rows: readonly number[]): Told => ({
  context: pickRows(context, rows),
  ...(pooled && { pooled: pickRows(pooled, rows) }),
  ...(numbers && { numbers: pickRows(numbers, rows) }),
})

/** The changes of a whole batch, for a batch of its `rest` only, with what was kept of its `sources`. */
export function withoutSources(
  { cross = [], own, self, features, shown = [] }: AttentionChanges,
  sources: readonly number[],
  rest: readonly number[],
  kept: KeptRows | undefined,
): AttentionChanges {
  const numbers = new Map([...rest, ...sources].map((row, number) => [row, number]))
  const number = (row: number) => numbers.get(row)!
  const ofRest = (list: readonly number[]) => rest.map((row) => number(list[row]!))
  const isRest = (row: number) => number(row) < rest.length
  return {
    cross: cross.map(({ row, source, mapped }) => ({ row: number(row), source: number(source), mapped })),
    own: new Map([...(own ?? [])].filter(([row]) => isRest(row)).map(([row, values]) => [number(row), values])),
    self: new Map(
      [...(self ?? [])].map(([layer, { q, k, v }]) => [layer, { q: ofRest(q), k: ofRest(k), v: ofRest(v) }]),
    ),
    ...(features && { features: ofRest(features) }),
    shown: shown.filter(isRest).map(number),
    ...(kept && { kept }),
  }
}
