import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { canny } from '../../../packages/nodes/src/images/canny'

// The numbers: python tests/golden/images/make_edges.py
type Case = { seed: number; low: number; high: number; lines: number[] }
const cases: Case[] = JSON.parse(readFileSync(join(import.meta.dirname, 'edges.json'), 'utf8'))
const [width, height] = [41, 33]

function picture(seed: number): Uint8Array {
  const rgb = new Uint8Array(3 * width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const disc = (x - 20) ** 2 + (y - 17) ** 2 < 150 + 40 * seed ? 90 : 0
      const checks = 90 * ((Math.floor(x / 9) + Math.floor(y / 7)) % 2)
      const color = [
        ((x * 7 + y * seed * 3) % 160) + disc,
        Math.floor((x * y) / 5) % 200,
        (30 * seed + checks + y) % 256,
      ]
      rgb.set(color, 3 * (y * width + x))
    }
  return rgb
}

it.each(cases)('finds the edges that OpenCV finds, between $low and $high', ({ seed, low, high, lines }) => {
  const found = canny(picture(seed), width, height, low, high)
  expect([...found.keys()].filter((i) => found[i])).toEqual(lines)
})
