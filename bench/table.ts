export type Row = { readonly what: string; readonly value: string; readonly aim?: string }

/** Rows under each other with their columns aligned. */
export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length))
  const values = Math.max(...rows.map(({ value }) => value.length))
  console.log(`\n${title}`)
  for (const { what, value, aim } of rows)
    console.log(`  ${what.padEnd(width)}  ${value.padStart(values)}${aim ? `  (aim ${aim})` : ''}`)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

export const ms = (value: number) =>
  value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`
export const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
export const percent = (ratio: number) => `${((ratio - 1) * 100).toFixed(1)} %`
