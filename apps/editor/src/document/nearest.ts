import type { Point } from './commands'

/** The closest of some places in a direction; what lies aside counts as twice as far. */
export function nearest(places: readonly (readonly [id: string, at: Point])[], [x, y]: Point, [dx, dy]: Point) {
  let best: string | undefined
  let closest = Number.POSITIVE_INFINITY
  for (const [id, [px, py]] of places) {
    const ahead = (px - x) * dx + (py - y) * dy
    const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx)
    const distance = ahead + 2 * aside
    if (ahead > 0 && distance < closest) [best, closest] = [id, distance]
  }
  return best
}
