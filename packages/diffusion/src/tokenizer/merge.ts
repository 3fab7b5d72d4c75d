/** Lower ranks are joined first; undefined where two pieces are not to be joined. */
export type RankOf = (left: string, right: string) => number | undefined

/**
 * Joins neighbours of a word: the pair with the lowest rank first and at all its places from the left, until no pair has a
 * rank. Pairs wait in a heap, so that the time grows with n·log n also for a text that is one endless word.
 */
export function mergePieces(letters: readonly string[], rankOf: RankOf): string[] {
  const pieces: (string | undefined)[] = [...letters] // a joined piece stays at the place of its left part
  const next = letters.map((_, i) => i + 1)
  const previous = letters.map((_, i) => i - 1)
  const heap: number[] = []

  const offer = (left: number) => {
    const right = next[left] ?? letters.length
    if (left < 0 || right >= letters.length) return
    const rank = rankOf(pieces[left]!, pieces[right]!)
    if (rank !== undefined) push(heap, rank * PLACES + left)
  }

  for (let i = 0; i < letters.length; i++) offer(i)
  while (heap.length > 0) {
    const rank = Math.floor(heap[0]! / PLACES)
    const changed: number[] = []
    while (heap.length > 0 && Math.floor(heap[0]! / PLACES) === rank) {
      const left = pop(heap) % PLACES
      const right = next[left]!
      if (pieces[left] === undefined || right >= letters.length) continue // joined to another in the meantime
      if (rankOf(pieces[left]!, pieces[right]!) !== rank) continue
      pieces[left] += pieces[right]!
      pieces[right] = undefined
      next[left] = next[right]!
      if (next[left]! < letters.length) previous[next[left]!] = left
      changed.push(previous[left]!, left)
    }
    for (const left of changed) if (left >= 0 && pieces[left] !== undefined) offer(left)
  }
  return pieces.filter((piece) => piece !== undefined)
}

/** A waiting pair is one number, rank · 2^32 + place: its order is that of ranks, then of places. */
const PLACES = 2 ** 32

function push(heap: number[], value: number): void {
  let at = heap.push(value) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (heap[parent]! <= value) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = value
}

function pop(heap: number[]): number {
  const least = heap[0]!
  const value = heap.pop()!
  if (heap.length === 0) return least
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
    if (heap[child]! >= value) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = value
  return least
}
