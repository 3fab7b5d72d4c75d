/** Edits (insert, delete, replace a letter) from a to b. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}

/** ` (did you mean "TextEncode"?)`, or nothing when no word is near. */
export function didYouMean(word: string, words: Iterable<string>): string {
  if (word.length > 64) return ''
  let best = { word: '', edits: 3 }
  for (const candidate of words) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits < best.edits) best = { word: candidate, edits }
  }
  return best.word && ` (did you mean "${best.word}"?)`
}
