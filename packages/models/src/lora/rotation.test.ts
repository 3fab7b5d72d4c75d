import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoredTensor } from '@loom/onnx-graph'
import { describe, expect, it } from 'vitest'
import { readRotation } from './rotation'

const folder = mkdtempSync(join(tmpdir(), 'rotation-'))

/** Blocks of waves in a file. */
function blocks(...shape: number[]): StoredTensor {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i))
  const file = join(folder, shape.join('x'))
  writeFileSync(file, values)
  return { file, offset: 0, length: values.byteLength, type: 'float32', shape }
}

describe('rotations', () => {
  it('of every block keep lengths and angles', async () => {
    const { values } = await readRotation(blocks(2, 3, 4, 4), 0, 'a layer')
    for (let block = 0; block < values.length; block += 16)
      for (const i of [0, 1, 2, 3])
        for (const k of [0, 1, 2, 3]) {
          const dot = [0, 1, 2, 3].reduce((sum, j) => sum + values[block + 4 * i + j]! * values[block + 4 * k + j]!, 0)
          expect(dot).toBeCloseTo(i === k ? 1 : 0, 6)
        }
  })

  it('of two rows turn them by twice the angle whose tangent is stored', async () => {
    const { values } = await readRotation(blocks(1, 2, 2), 0, 'a layer')
    const angle = 2 * Math.atan(Math.sin(1) - Math.sin(4))
    const expected = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle)]
    for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 6)
  })

  it('turn no further than their constraint', async () => {
    const { values } = await readRotation(blocks(1, 2, 2), 0.05, 'a layer')
    // of two numbers ± q, together 0.05 · 2 rows long
    expect(values[0]).toBeCloseTo(Math.cos(2 * Math.atan(0.1 / Math.SQRT2)), 6)
  })

  it.each([[[2, 2]], [[1, 2, 3]], [[1, 1, 3, 3]], [[1, 1030, 1030]]])('are refused for blocks %j', async (shape) => {
    await expect(readRotation(blocks(...shape), 0, 'a.safetensors: to_q')).rejects.toThrow(
      `a.safetensors: to_q: oft_blocks [${shape}] are not square blocks`,
    )
  })
})
