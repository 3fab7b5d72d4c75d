const PRECISION = 1e-15

/** Lentz's continued fraction of the incomplete beta function; converges fast for x below the middle. DLMF §8.17(v) */
function fraction(x: number, a: number, b: number): number {
  let [c, d, value] = [1, 1 / (1 - ((a + b) * x) / (a + 1)), 1]
  value = d
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d)
      c = 1 + term / c
      value *= d * c
    }
    if (Math.abs(d * c - 1) < PRECISION) break
  }
  return value
}

/** Where the beta distribution with both parameters `a` has this much of its weight below: its quantile, by bisection. */
export function symmetricBetaQuantile(part: number, a: number): number {
  if (part > 0.5) return 1 - symmetricBetaQuantile(1 - part, a)
  const unscaled = (x: number) => (x * (1 - x)) ** a * fraction(x, a, a)
  const half = unscaled(0.5) // where, by symmetry, half of the weight is below
  let [low, high] = [0, 0.5]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (unscaled(middle) / (2 * half) < part) low = middle
    else high = middle
  }
  return high
}
