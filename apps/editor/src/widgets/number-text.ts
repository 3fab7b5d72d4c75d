/** The number that a person typed, with a comma or a point; undefined when it is none. */
export function readNumber(text: string): number | undefined {
  const tidy = text.trim().replace(',', '.')
  const value = Number(tidy)
  return tidy === '' || !Number.isFinite(value) ? undefined : value
}

type Range = { readonly min: number; readonly max: number; readonly step: number; readonly integer?: boolean }

/** The nearest value on the grid min, min + step, … within the range, without the tail of binary fractions. */
export function settle(value: number, { min, max, step, integer }: Range): number {
  const grid = integer ? Math.max(1, Math.round(step)) : step
  const steps = Math.round((value - min) / grid)
  const tidy = Number((min + steps * grid).toPrecision(12))
  return Math.min(max, Math.max(min, tidy))
}

/** Typed values are free of the grid, not of the range. */
export function clamp(value: number, { min, max, integer }: Range): number {
  return Math.min(max, Math.max(min, integer ? Math.round(value) : value))
}

/** Shift moves ten steps. */
export function arrowStep(key: string, shift: boolean): number {
  const size = shift ? 10 : 1
  return key === 'ArrowUp' ? size : key === 'ArrowDown' ? -size : 0
}
