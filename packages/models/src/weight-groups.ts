import type { TensorFile } from './tensor-file'

/** Weights that belong together: how many, in which precision. */
export type WeightGroup = {
  readonly part: string
  readonly tensors: number
  readonly bytes: number
  /** Bytes by type: float16, bfloat16, float32, … */
  readonly precision: Readonly<Record<string, number>>
}

/** Tensors in which no part begins; a part may read a stretch of one. */
export function unusedOf({ tensors }: TensorFile, offsets: readonly number[]): WeightGroup[] {
  const sorted = [...offsets].sort((a, b) => a - b)
  const isRead = (begin: number, end: number): boolean => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! < begin) low = middle + 1
      else high = middle
    }
    return low < sorted.length && sorted[low]! < end
  }
  const left = [...tensors].filter(([, { begin, end }]) => !isRead(begin, end))
  return grouped(left.map(([name, entry]) => [name.split('.').slice(0, 2).join('.'), sized(entry.dtype, entry)]))
}

/** A tensor of a file as a member of a group. */
export const sized = (type: string, { begin, end }: { begin: number; end: number }) => ({ type, bytes: end - begin })

/** A tensor and the part that it belongs to. */
export type Member = readonly [part: string, tensor: { readonly type: string; readonly bytes: number }]

export function grouped(members: readonly Member[]): WeightGroup[] {
  const groups = new Map<string, { part: string; tensors: number; bytes: number; precision: Record<string, number> }>()
  for (const [part, { type, bytes }] of members) {
    const group = groups.get(part) ?? { part, tensors: 0, bytes: 0, precision: {} }
    group.tensors++
    group.bytes += bytes
    group.precision[type] = (group.precision[type] ?? 0) + bytes
    groups.set(part, group)
  }
  return [...groups.values()]
}
