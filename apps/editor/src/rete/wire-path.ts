import type { Point } from '../document/commands'

/** A curve that leaves to the right and arrives from the left; it swings out when the end lies behind the start. */
export function wirePath([x1, y1]: Point, [x2, y2]: Point): string {
  const ahead = x2 - x1
  const bend = ahead > 0 ? Math.max(24, ahead / 2) : Math.min(220, 24 - ahead / 1.6)
  const n = (value: number) => Math.round(value * 10) / 10
  return `M${n(x1)} ${n(y1)}C${n(x1 + bend)} ${n(y1)} ${n(x2 - bend)} ${n(y2)} ${n(x2)} ${n(y2)}`
}
