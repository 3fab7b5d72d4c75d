import type { StoredTensor } from '@loom/onnx-graph'
import { ModelError } from '../error'
import { readWhole } from '../values'

/** Orthogonal matrices: [blocks,size,size] of OFT, [factors,blocks,size,size] of BOFT. */
export type Rotation = { readonly values: Float32Array; readonly shape: readonly number[] }

/** Of a block; no trainer makes larger ones, and they would take minutes. */
const largest = 1024

/**
 * What LyCORIS stores as `oft_blocks` B: rotations R = (I + Q)(I − Q)⁻¹ of Q = B − Bᵀ, Cayley's transform; Qiu et al. 2023, §3.3;
 * arXiv:2306.07280. `constraint`: how long Q of all blocks together may be, by row of the layer's weight; 0 lets it be any length.
 */
export async function readRotation(blocks: StoredTensor, constraint: number, place: string): Promise<Rotation> {
  const { shape } = blocks
  const [count = 0, size = 0, width] = shape.slice(-3)
  const known = shape.length === 3 || (shape.length === 4 && size % 2 === 0)
  if (!known || size !== width || size > largest)
    throw new ModelError(`${place}: oft_blocks [${shape}] are not square blocks of up to ${largest} numbers a side`)
  const q = skew(await readWhole(blocks), size)
  const length = Math.sqrt(q.reduce((all, value) => all + value * value, 0))
  const limit = constraint * count * size
  if (limit > 0 && length > limit) for (let i = 0; i < q.length; i++) q[i]! *= limit / length
  const values = new Float32Array(q.length)
  for (let at = 0; at < q.length; at += size * size) values.set(cayley(q.subarray(at, at + size * size), size), at)
  return { values, shape }
}

/** B − Bᵀ of every block. */
function skew(b: Float32Array, size: number): Float64Array {
  const q = new Float64Array(b.length)
  for (let at = 0; at < b.length; at += size * size)
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++)
        q[at + row * size + column] = b[at + row * size + column]! - b[at + column * size + row]!
  return q
}

/** Solves (I − Q)·R = I + Q by Gauss' elimination. No pivot is below 1, as Q is skew: rows need not change places. */
function cayley(q: Float64Array, size: number): Float64Array {
  const a = q.map((value, i) => (i % (size + 1) === 0 ? 1 : 0) - value)
  const r = q.map((value, i) => (i % (size + 1) === 0 ? 1 : 0) + value)
  const subtract = (from: number, row: number, times: number) => {
    for (let i = 0; i < size; i++) {
      a[from * size + i]! -= times * a[row * size + i]!
      r[from * size + i]! -= times * r[row * size + i]!
    }
  }
  for (let row = 0; row < size; row++) {
    const pivot = a[row * size + row]!
    for (let from = 0; from < size; from++) if (from !== row) subtract(from, row, a[from * size + row]! / pivot)
  }
  return r.map((value, i) => value / a[Math.floor(i / size) * (size + 1)]!)
}
