import { type FileHandle, open } from 'node:fs/promises'
import type { StoredTensor } from '@loom/onnx-graph'

const widths: Readonly<Partial<Record<StoredTensor['type'], number>>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
}

/** The numbers of a stored tensor, read in pieces of up to a million. */
export async function* readValues({ file, offset, length, type }: StoredTensor): AsyncGenerator<Float32Array> {
  const width = widths[type]!
  const handle = await open(file)
  try {
    for (let at = 0; at < length; at += width * 1e6)
      yield widened(await bytesAt(handle, offset + at, Math.min(length - at, width * 1e6)), type)
  } finally {
    await handle.close()
  }
}

/** All numbers of a stored tensor. */
export async function readWhole(stored: StoredTensor): Promise<Float32Array> {
  const values = new Float32Array(stored.length / widths[stored.type]!)
  let at = 0
  for await (const piece of readValues(stored)) {
    values.set(piece, at)
    at += piece.length
  }
  return values
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  await file.read(bytes, 0, length, position)
  return bytes.buffer
}

function widened(bytes: ArrayBuffer, type: StoredTensor['type']): Float32Array {
  if (type === 'float32') return new Float32Array(bytes)
  if (type === 'float64') return Float32Array.from(new Float64Array(bytes))
  const halves = new Uint16Array(bytes)
  if (type === 'bfloat16') return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer)
  const values = new Float32Array(halves.length)
  for (let i = 0; i < values.length; i++) values[i] = everyHalf[halves[i]!]!
  return values
}

/** A number of 16 bits as IEEE 754 has them: sign, 5 bits of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}

const everyHalf = Float32Array.from({ length: 1 << 16 }, (_, bits) => fromHalf(bits))
