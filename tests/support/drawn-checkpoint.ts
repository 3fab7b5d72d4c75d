import { writeFile } from 'node:fs/promises'
import { gaussian } from '@loom/diffusion'

/** A checkpoint as names and shapes; the values of each tensor are drawn in turn from the seed, times scale plus mean. */
export type Listed = {
  readonly seed: number
  readonly tensors: readonly (readonly [name: string, shape: readonly number[], scale: number, mean: number])[]
}
type Drawn = { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }

/** The tensors of a list as PyTorch draws them. */
export function* drawn({ seed, tensors }: Listed): Generator<Drawn> {
  const draw = gaussian(seed)
  for (const [name, shape, scale, mean] of tensors) {
    const factor = Math.fround(scale)
    const data = draw(shape).data.map((value) => Math.fround(value * factor) + mean)
    yield { name, shape, data }
  }
}

/** Writes a safetensors file in float32, or in bfloat16 with the lower half of every number cut off. */
export async function writeSafetensors(
  file: string,
  tensors: Iterable<Drawn>,
  type: 'F32' | 'BF16' = 'F32',
): Promise<void> {
  const header: Record<string, unknown> = {}
  const parts: Uint8Array[] = []
  let end = 0
  for (const { name, shape, data } of tensors) {
    const words = new Uint32Array(data.buffer, data.byteOffset, data.length)
    const numbers = type === 'F32' ? words : Uint16Array.from(words, (word) => word >>> 16)
    const stored = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
    header[name] = { dtype: type, shape, data_offsets: [end, (end += stored.length)] }
    parts.push(stored)
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true)
  await writeFile(file, [length, text, ...parts])
}
