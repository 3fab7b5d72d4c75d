/** A rectangle of the canvas, CSS pixels at zoom 1. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

export const grown = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

export const contains = (outer: Box, inner: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

/** The smallest box around others. */
export function around(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: bottom - y }
}

export const fromCorners = (a: readonly [number, number], b: readonly [number, number]): Box => ({
  x: Math.min(a[0], b[0]),
  y: Math.min(a[1], b[1]),
  width: Math.abs(a[0] - b[0]),
  height: Math.abs(a[1] - b[1]),
})

export type View = { readonly x: number; readonly y: number; readonly k: number }

/** What a screen of `width` × `height` shows through a view. */
export const shown = ({ x, y, k }: View, width: number, height: number): Box => ({
  x: -x / k,
  y: -y / k,
  width: width / k,
  height: height / k,
})

/** The view that shows a box whole and centred, no larger than `max`. */
export function fitView(box: Box, width: number, height: number, padding = 48, max = 1): View {
  const k = Math.min(max, (width - 2 * padding) / box.width, (height - 2 * padding) / box.height)
  return { k, x: (width - box.width * k) / 2 - box.x * k, y: (height - box.height * k) / 2 - box.y * k }
}

/** First place near `wanted` where a box of this size covers no other: steps down and to the right. */
export function freePlace(wanted: readonly [number, number], size: { width: number; height: number }, taken: Box[]) {
  let [x, y] = wanted
  for (let tries = 0; tries < 200; tries++) {
    const hit = taken.find((other) => overlap({ x, y, ...size }, grown(other, 8)))
    if (!hit) break
    if (tries % 4 === 3) x = hit.x + hit.width + 24
    else y = hit.y + hit.height + 24
  }
  return [x, y] as const
}
