type Weights = {
  /** Of the known guesses, newest first, in what a step adds to one of first order. */
  readonly predict: readonly number[]
  /** Of the guess at the step's end, then of the known ones, in what its correction changes. */
  readonly change: readonly number[]
}

/**
 * The step from λ = `lambdas[0]` to `end` with guesses known at `lambdas`, newest first. Zhao et al. 2023, eqs. 5 and 9:
 * weights ρ of the differences D = (m_k − m_0)/r_k solve R·ρ = b, with R's rows powers of the r; arXiv:2302.04867
 */
export function unifiedWeights(lambdas: readonly number[], end: number, B: (minusH: number) => number): Weights {
  const order = lambdas.length
  const h = end - lambdas[0]!
  const ratios = lambdas.slice(1).map((lambda) => (lambda - lambdas[0]!) / h)
  const b = momentsOf(-h, order).map((moment) => moment / B(-h))
  const matrix = (r: readonly number[]) => r.map((_, power) => r.map((each) => each ** power))
  // With one unknown, ½ stands for the solution, as in the paper's code.
  const predictor = order === 2 ? [0.5] : solve(matrix(ratios), b.slice(0, -1))
  const corrector = order === 1 ? [0.5] : solve(matrix([...ratios, 1]), b)
  const scale = -B(-h)
  const overGuesses = (rho: readonly number[]) => {
    const later = ratios.map((r, k) => (scale * rho[k]!) / r)
    return [-later.reduce((sum, weight) => sum + weight, 0), ...later]
  }
  const predict = overGuesses(predictor)
  const own = scale * corrector.at(-1)!
  const change = overGuesses(corrector).map((weight, k) => weight - predict[k]! - (k === 0 ? own : 0))
  return { predict, change: [own, ...change] }
}

/** k!·h·φ(h) of order k + 1 for k = 1…count, where φ₁ = (e^h − 1)/h and φ of order k + 1 is (φ of order k − 1/k!)/h. */
function momentsOf(h: number, count: number): number[] {
  const moments: number[] = []
  let [phi, factorial] = [Math.expm1(h) / h - 1, 1]
  for (let k = 1; k <= count; k++) {
    moments.push(phi * factorial)
    factorial *= k + 1
    phi = phi / h - 1 / factorial
  }
  return moments
}

/** Gauss's elimination with row exchange, for a few unknowns. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let i = 0; i < rows.length; i++) {
    const best = rows.reduce((at, row, j) => (j > i && Math.abs(row[i]!) > Math.abs(rows[at]![i]!) ? j : at), i)
    ;[rows[i], rows[best]] = [rows[best]!, rows[i]!]
    for (let j = 0; j < rows.length; j++) {
      if (j === i) continue
      const factor = rows[j]![i]! / rows[i]![i]!
      rows[j] = rows[j]!.map((value, k) => value - factor * rows[i]![k]!)
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!)
}
