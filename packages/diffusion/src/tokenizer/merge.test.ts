import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergePieces, type RankOf } from './merge'

const ranked = (...merges: string[]): RankOf => {
  const ranks = new Map(merges.map((merge, i) => [merge, i]))
  return (left, right) => ranks.get(`${left} ${right}`)
}

/** The rule as it is told: look through all pairs, join the best everywhere, start again. */
function mergeSlowly(pieces: string[], rankOf: RankOf): string[] {
  const rank = (i: number) => rankOf(pieces[i]!, pieces[i + 1]!) ?? Number.POSITIVE_INFINITY
  let best = 0
  for (let i = 1; i + 1 < pieces.length; i++) if (rank(i) < rank(best)) best = i
  if (pieces.length < 2 || rank(best) === Number.POSITIVE_INFINITY) return pieces
  const [left, right] = [pieces[best], pieces[best + 1]]
  const joined: string[] = []
  for (let i = 0; i < pieces.length; i++) {
    if (pieces[i] === left && pieces[i + 1] === right) joined.push(`${pieces[i]}${pieces[++i]}`)
    else joined.push(pieces[i]!)
  }
  return mergeSlowly(joined, rankOf)
}

it('joins the pair of lowest rank first', () => {
  expect(mergePieces([...'abc'], ranked('b c', 'a b'))).toEqual(['a', 'bc'])
  expect(mergePieces([...'aaa'], ranked('a a'))).toEqual(['aa', 'a'])
  expect(mergePieces(['x'], ranked())).toEqual(['x'])
})

it('joins as the rule says, whatever the table', () => {
  const piece = fc.stringMatching(/^[ab]{1,3}$/)
  const table = fc.uniqueArray(fc.tuple(piece, piece), { maxLength: 12, selector: (pair) => pair.join(' ') })
  const word = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 14 })
  fc.assert(
    fc.property(table, word, (pairs, letters) => {
      const rankOf = ranked(...pairs.map((pair) => pair.join(' ')))
      expect(mergePieces(letters, rankOf)).toEqual(mergeSlowly(letters, rankOf))
    }),
    { seed: 1, numRuns: 500 },
  )
})
