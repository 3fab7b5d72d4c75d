/** Joins neighbours of a word, the pair with the lowest rank first and at all its places, until no pair has a rank. */
export function mergePieces(pieces: string[], rankOf: (left: string, right: string) => number | undefined): string[] {
  while (pieces.length > 1) {
    let best = Number.POSITIVE_INFINITY
    let left = ''
    let right = ''
    for (let i = 0; i + 1 < pieces.length; i++) {
      const rank = rankOf(pieces[i]!, pieces[i + 1]!)
      if (rank !== undefined && rank < best) [best, left, right] = [rank, pieces[i]!, pieces[i + 1]!]
    }
    if (best === Number.POSITIVE_INFINITY) break
    const joined: string[] = []
    for (let i = 0; i < pieces.length; i++) {
      if (pieces[i] === left && pieces[i + 1] === right) {
        joined.push(left + right)
        i++
      } else joined.push(pieces[i]!)
    }
    pieces = joined
  }
  return pieces
}
