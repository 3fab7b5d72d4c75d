/** Milliseconds before attempt n (from 0): doubles from 250 to 10,000, then half of it is left to chance. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(10_000, 250 * 2 ** attempt)
  return full / 2 + (full / 2) * random()
}
