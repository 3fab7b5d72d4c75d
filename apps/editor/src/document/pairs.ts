/** Pictures of a batch in the order in which it comes: a source and its edits, again and again, `rows` of them each time. */
export type Batch = { readonly count: number; readonly rows: number }

/** The two to compare when one is looked at: an edit with its own source, other pictures with the first. */
export function pairOf(at: number, { count, rows }: Batch): readonly [left: number, right: number] {
  const left = rows > 1 ? at - (at % rows) : 0
  return [left, at === left ? Math.min(left + 1, count - 1) : at]
}

/** The next picture that can be compared with another one. */
export function nextCompared(at: number, by: number, batch: Batch): number {
  const all = Array.from({ length: batch.count }, (_, one) => one).filter((one) => pairOf(one, batch)[0] !== one)
  const place = all.indexOf(pairOf(at, batch)[1])
  return all[(place + by + all.length) % all.length] ?? at
}

/** What a picture of a batch with edits is. */
export function roleOf(at: number, { count, rows }: Batch): string {
  const row = at % rows
  const role = row === 0 ? 'Source' : rows === 2 ? 'Edit' : `Edit ${row}`
  return count > rows ? `${role} of picture ${Math.floor(at / rows) + 1}` : role
}
