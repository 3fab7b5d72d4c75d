import { crc32, deflateSync } from 'node:zlib'

const SIZE = 128

/** A small landscape for a seed, under noise from 1 (only noise) to 0; carries a workflow when given one. */
export async function paint(seed: number, noise: number, workflow?: unknown): Promise<Uint8Array> {
  const rows = Buffer.alloc(SIZE * (1 + SIZE * 3))
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const hill = SIZE * 0.6 + 14 * Math.sin(x / 17 + seed) + 6 * Math.sin(x / 5 + seed * 2)
      const sun = Math.hypot(x - 92, y - 34) < 15
      const color = sun
        ? [255, 205, 120]
        : y > hill
          ? [58, 92 + (seed % 60), 84]
          : [80 + y / 2, 110 + y / 3, 190 - y / 3]
      for (let channel = 0; channel < 3; channel++)
        rows[y * (1 + SIZE * 3) + 1 + x * 3 + channel] = color[channel]! * (1 - noise) + Math.random() * 255 * noise
    }
  const text = workflow ? [chunk('iTXt', Buffer.from(`latent-loom\0\0\0\0\0${JSON.stringify(workflow)}`))] : []
  return png(SIZE, SIZE, 2, rows, text)
}

/** Grey tiles in rows, each hot at a place of its own. */
export function paintAtlas(tiles: number, count: number, side: number): Uint8Array {
  const width = tiles * side
  const rows = Buffer.alloc(count * side * (1 + width))
  for (let row = 0; row < count; row++)
    for (let tile = 0; tile < tiles; tile++)
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) {
          const far = Math.hypot(x - ((tile * 5 + row * 7) % side), y - ((tile * 3 + row * 7) % side)) / side
          rows[(row * side + y) * (1 + width) + 1 + tile * side + x] = 255 * Math.max(0, 1 - 2 * far)
        }
  return png(width, count * side, 0, rows)
}

/** `color`: PNG's number of a colour type, 0 grey, 2 RGB. */
function png(width: number, height: number, color: 0 | 2, rows: Buffer, extra: Buffer[] = []): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, color, 0, 0, 0], 8)
  const parts = [
    chunk('IHDR', head),
    ...extra,
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return new Uint8Array(Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]))
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
