/**
 * Edges of a picture, 255 or 0 for every pixel, as OpenCV's Canny(gray, low, high) finds them: Sobel gradients, of which those
 * are kept that are largest across the edge and at least `high` strong, or above `low` and joined to such. Canny 1986.
 */
export function canny(rgb: Uint8Array, width: number, height: number, low: number, high: number): Uint8Array {
  const { across, down, strength } = gradients(grayOf(rgb), width, height)
  const lines = new Uint8Array(width * height)
  const open: number[] = []
  const candidate = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      if (strength[i]! <= low || !isRidge(x, y)) continue
      candidate[i] = 1
      if (strength[i]! > high) open.push(i)
    }
  for (const i of open) lines[i] = 255
  for (let i = open.pop(); i !== undefined; i = open.pop())
    for (const next of around(i))
      if (candidate[next] && !lines[next]) {
        lines[next] = 255
        open.push(next)
      }
  return lines

  function at(x: number, y: number): number {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : strength[y * width + x]!
  }

  /** Whether its two neighbours across the edge are weaker; of two alike along a row or column the first counts. */
  function isRidge(x: number, y: number): boolean {
    const i = y * width + x
    const [dx, dy, here] = [across[i]!, down[i]!, strength[i]!]
    const [steepX, steepY] = [Math.abs(dx), Math.abs(dy) * 2 ** 15]
    const tangent = steepX * 13573 // of 22.5°, in 2^-15
    if (steepY < tangent) return here > at(x - 1, y) && here >= at(x + 1, y)
    if (steepY > tangent + steepX * 2 ** 16) return here > at(x, y - 1) && here >= at(x, y + 1) // 67.5°
    const side = dx < 0 !== dy < 0 ? -1 : 1
    return here > at(x - side, y - 1) && here > at(x + side, y + 1)
  }

  function* around(i: number): Generator<number> {
    const [x, y] = [i % width, Math.floor(i / width)]
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) yield v * width + u
  }
}

/** Brightness 0…255 as OpenCV rounds it; Rec. 601. */
function grayOf(rgb: Uint8Array): Uint8Array {
  const gray = new Uint8Array(rgb.length / 3)
  for (let i = 0; i < gray.length; i++)
    gray[i] = (9798 * rgb[3 * i]! + 19235 * rgb[3 * i + 1]! + 3735 * rgb[3 * i + 2]! + 2 ** 14) >> 15
  return gray
}

/** Sobel's, with the border repeated; strength is |across| + |down|. */
function gradients(gray: Uint8Array, width: number, height: number) {
  const [across, down, strength] = [0, 0, 0].map(() => new Int32Array(gray.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  for (let y = 0; y < height; y++) {
    const rows = [y - 1, y, y + 1].map((row) => Math.min(height - 1, Math.max(0, row)) * width)
    const [above, same, below] = rows as [number, number, number]
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)]
      const i = y * width + x
      const [a, b, c, d] = [gray[above + left]!, gray[above + right]!, gray[below + left]!, gray[below + right]!]
      across[i] = b + d - a - c + 2 * (gray[same + right]! - gray[same + left]!)
      down[i] = c + d - a - b + 2 * (gray[below + x]! - gray[above + x]!)
      strength[i] = Math.abs(across[i]!) + Math.abs(down[i]!)
    }
  }
  return { across, down, strength }
}
