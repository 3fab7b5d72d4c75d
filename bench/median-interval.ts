/** Where the median of what the values are drawn from lies with 95 %: by order, whatever the distribution. */
export function medianInterval(values: readonly number[]): [low: number, high: number] {
  const sorted = [...values].sort((a, b) => a - b)
  const half = 0.98 * Math.sqrt(sorted.length) // 1.96 standard deviations of a binomial of ½
  const at = (index: number) => sorted[Math.min(sorted.length - 1, Math.max(0, index))]!
  return [at(Math.floor(sorted.length / 2 - half)), at(Math.ceil(sorted.length / 2 + half))]
}
