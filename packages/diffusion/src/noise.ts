import { concat, sizeOf, type Tensor } from '@loom/tensor'
import { mersenneTwister } from './mersenne-twister'
import type { Draw } from './sampler'

/**
 * What `torch.manual_seed(seed)` and then `torch.randn(shape)` on CPU give, draw after draw, so that a seed means here what
 * it means elsewhere. Ways and order of drawing: ATen, native/cpu/DistributionTemplates.h and core/DistributionsHelper.h.
 */
export function gaussian(seed: number | bigint): Draw {
  const bits = mersenneTwister(low32(seed))
  const uniform24 = () => (bits() & 0xffffff) / 2 ** 24 // [0,1) with the bits of a float32
  const uniform53 = () => ((bits() & 0x1fffff) * 2 ** 32 + bits()) / 2 ** 53 // [0,1) with the bits of a float64

  /** Sixteen uniforms become sixteen normals, pairwise eight apart (Box and Muller), in float32. */
  const block = (data: Float32Array, start: number) => {
    for (let i = start; i < start + 8; i++) {
      const radius = Math.fround(Math.sqrt(-2 * Math.fround(Math.log(1 - data[i]!))))
      const angle = Math.fround(Math.fround(2 * Math.PI) * data[i + 8]!)
      data[i] = radius * Math.cos(angle)
      data[i + 8] = radius * Math.sin(angle)
    }
  }

  const drawMany = (data: Float32Array) => {
    const size = data.length
    for (let i = 0; i < size; i++) data[i] = uniform24()
    for (let start = 0; start + 16 <= size; start += 16) block(data, start)
    if (size % 16 === 0) return
    for (let i = size - 16; i < size; i++) data[i] = uniform24() // the last sixteen anew, over values already made
    block(data, size - 16)
  }

  let spare: number | undefined // second of a pair; stays over calls, also over `drawMany`
  const drawOne = () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const angle = 2 * Math.PI * uniform53()
    const radius = Math.sqrt(-2 * Math.log1p(-uniform53()))
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  return (shape): Tensor => {
    const data = new Float32Array(sizeOf(shape))
    if (data.length >= 16) drawMany(data)
    else for (let i = 0; i < data.length; i++) data[i] = drawOne()
    return { shape: [...shape], data }
  }
}

/**
 * The noise a batch [B,4,h,w] begins with. From `first` 0 on, one draw of the whole batch, as ComfyUI and diffusers with one
 * generator do. Else the pictures `first` and following of a larger batch: one by one, as ComfyUI with a `batch_index`.
 */
export function batchNoise(seed: number | bigint, shape: readonly number[], first: number): Tensor {
  const draw = gaussian(seed)
  if (first === 0) return draw(shape)
  const [count, ...picture] = shape as [number, ...number[]]
  const drawn = Array.from({ length: first + count }, () => draw([1, ...picture]))
  return concat(drawn.slice(first))
}

/** torch seeds its twister with the low half of a 64-bit seed; a negative one counts from 2^64 down. */
function low32(seed: number | bigint): number {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
    throw new Error(`gaussian: expected a whole seed (a bigint beyond 2^53), got ${seed}`)
  }
  const whole = BigInt(seed)
  if (whole < -(2n ** 63n) || whole >= 2n ** 64n) {
    throw new Error(`gaussian: expected a seed from -2^63 to 2^64-1, got ${seed}`)
  }
  return Number(BigInt.asUintN(32, whole))
}
