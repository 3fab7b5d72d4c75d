import { type Area, areaWithin, type Mask } from './mask'

export type Place = readonly [x: number, y: number]

/** `radius` in pixels of the mask; `soft` 0…1 is the part of it that fades out. */
export type Brush = { readonly radius: number; readonly soft: number; readonly erases: boolean }

/**
 * Draws a straight piece of a stroke; its ends are round. What is there only grows, or shrinks where it is erased, so that
 * a slow hand draws no darker than a quick one. Gives the pixels that it may have changed.
 */
export function paintLine(mask: Mask, from: Place, to: Place, { radius, soft, erases }: Brush): Area {
  const reach = radius + 1
  const area = areaWithin(
    mask,
    Math.min(from[0], to[0]) - reach,
    Math.min(from[1], to[1]) - reach,
    Math.max(from[0], to[0]) + reach,
    Math.max(from[1], to[1]) + reach,
  )
  const fade = radius * soft + 1 // the last pixel is always soft: no steps along a slanted edge
  for (let y = area.y; y < area.y + area.height; y++)
    for (let x = area.x; x < area.x + area.width; x++) {
      const inside = (radius + 0.5 - distance([x + 0.5, y + 0.5], from, to)) / fade
      if (inside <= 0) continue
      const part = inside >= 1 ? 1 : inside * inside * (3 - 2 * inside)
      const pixel = y * mask.width + x
      const before = mask.data[pixel]!
      mask.data[pixel] = erases ? Math.min(before, 255 * (1 - part)) : Math.max(before, 255 * part)
    }
  return area
}

/** How far a point is from a straight line between two others. */
function distance([x, y]: Place, [ax, ay]: Place, [bx, by]: Place): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}
