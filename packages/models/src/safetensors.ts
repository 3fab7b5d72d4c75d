import type { FileHandle } from 'node:fs/promises'
import { ModelError } from './error'

export type TensorEntry = {
  readonly dtype: string
  readonly shape: readonly number[]
  /** Bytes from the start of the file. */
  readonly begin: number
  readonly end: number
  /** Why it cannot be used as it lies. */
  readonly problem?: string
}
export type Header = { readonly tensors: Map<string, TensorEntry>; readonly metadata: Map<string, string> }

/** Far above any Stable Diffusion checkpoint (SDXL: 0.4 MB), far below what would hurt. */
const headerLimit = 16_000_000
const tensorLimit = 100_000
const nameLimit = 1_000

const bits: Readonly<Record<string, number>> = {
  ...{
    F4: 4,
    F6_E2M3: 6,
    F6_E3M2: 6,
    F8_E4M3: 8,
    F8_E5M2: 8,
    F8_E8M0: 8,
    F16: 16,
    BF16: 16,
    F32: 32,
    F64: 64,
    C64: 64,
  },
  ...{ BOOL: 8, U8: 8, I8: 8, U16: 16, I16: 16, U32: 32, I32: 32, U64: 64, I64: 64 },
}

/**
 * Reads the header of a safetensors file from its first bytes, refusing every file that the format forbids:
 * https://github.com/huggingface/safetensors, README "Format" and `Metadata::validate` in safetensors/src/tensor.rs.
 * `file` names it in messages.
 */
export function parseHeader(bytes: Uint8Array, fileSize: number, file: string): Header {
  const refuse = (reason: string): never => {
    throw new ModelError(`${file} is not a usable safetensors file: ${reason}`)
  }
  const length = headerLength(bytes, fileSize, file)
  if (bytes.length < 8 + length) refuse('its header is cut off')
  const text = decodeText(bytes.subarray(8, 8 + length)) ?? refuse('its header is not UTF-8')
  if (!text.startsWith('{')) refuse('its header does not start with {')
  const json = parseJson(text) ?? refuse('its header is not JSON')
  const twice = repeatedKey(text)
  if (twice !== undefined) refuse(`its header names ${quote(twice)} twice`)

  const entries = Object.entries(json).filter(([name]) => name !== '__metadata__')
  if (entries.length > tensorLimit) refuse(`${entries.length} tensors are more than ${tensorLimit}`)
  const tensors = new Map<string, TensorEntry>()
  for (const [name, value] of entries) {
    if (name.length > nameLimit) refuse(`a tensor's name has ${name.length} characters`)
    const entry = checkEntry(value, 8 + length)
    if (typeof entry === 'string') refuse(`tensor ${quote(name)} ${entry}`)
    else tensors.set(name, entry)
  }
  let end = 8 + length
  for (const [name, entry] of [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end) refuse(`tensor ${quote(name)} does not start where the one before it ends`)
    end = entry.end
  }
  if (end > fileSize) refuse(`it has ${fileSize} bytes and should have ${end}; it may be cut off`)
  if (end < fileSize) refuse(`it has ${fileSize - end} bytes after its last tensor`)
  return { tensors, metadata: checkMetadata(json.__metadata__) ?? refuse('its __metadata__ is not text by name') }
}

function headerLength(bytes: Uint8Array, fileSize: number, file: string): number {
  const refuse = (reason: string): never => {
    throw new ModelError(`${file} is not a usable safetensors file: ${reason}`)
  }
  if (fileSize < 8 || bytes.length < 8) refuse(`it has only ${fileSize} bytes`)
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (length > BigInt(fileSize - 8)) refuse(`its header should have ${length} bytes, the file has ${fileSize}`)
  if (length > headerLimit) refuse(`its header of ${length} bytes is larger than ${headerLimit}`)
  return Number(length)
}

/** The entry with offsets counted from the start of the file, or what is wrong with it. */
function checkEntry(value: unknown, base: number): TensorEntry | string {
  if (!isRecord(value)) return 'is not described by an object'
  const { dtype, shape, data_offsets: offsets, ...rest } = value
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) return `has an unknown field ${quote(unknown)}`
  if (typeof dtype !== 'string' || !Object.hasOwn(bits, dtype)) return `has an unknown dtype ${quote(`${dtype}`)}`
  if (!isSizes(shape)) return 'has a shape that is not a list of sizes'
  if (!isSizes(offsets) || offsets.length !== 2) return 'has data_offsets that are not two positions'
  const [begin, end] = offsets as [number, number]
  const size = shape.reduce((all, dim) => all * BigInt(dim), BigInt(bits[dtype]!))
  if (size % 8n !== 0n) return `of ${dtype} ends within a byte`
  if (size / 8n !== BigInt(end) - BigInt(begin)) {
    return `of shape [${shape}] and dtype ${dtype} takes ${size / 8n} bytes, its data_offsets span ${BigInt(end) - BigInt(begin)}`
  }
  if (!Number.isSafeInteger(base + end)) return 'lies beyond the end of any file'
  return { dtype, shape, begin: base + begin, end: base + end }
}

function checkMetadata(value: unknown): Map<string, string> | undefined {
  if (value === undefined) return new Map()
  if (!isRecord(value)) return undefined
  const entries = Object.entries(value)
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? new Map(entries)
    : undefined
}

/** The first key that an object of valid JSON has twice; JSON.parse would keep the last in silence. */
function repeatedKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [] // keys of the objects around, undefined for lists
  for (let i = 0; i < json.length; i++) {
    const char = json[i]
    if (char === '{') open.push(new Set())
    else if (char === '[') open.push(undefined)
    else if (char === '}' || char === ']') open.pop()
    else if (char === '"') {
      const start = i
      while (json[++i] !== '"') if (json[i] === '\\') i++
      const keys = open.at(-1)
      if (!keys || !/^[ \t\r\n]*:/.test(json.slice(i + 1, i + 64))) continue
      const key = JSON.parse(json.slice(start, i + 1)) as string
      if (keys.has(key)) return key
      keys.add(key)
    }
  }
  return undefined
}

export const quote = (name: string): string => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 64 && value.every((size) => Number.isSafeInteger(size) && size >= 0)

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Reads the header of an open file; the tensors' bytes are left alone. */
export async function readHeaderOf(file: FileHandle, path: string, size: number): Promise<Header> {
  const start = new Uint8Array(8)
  const { bytesRead } = await file.read(start, 0, 8, 0)
  const length = headerLength(start.subarray(0, bytesRead), size, path)
  const bytes = new Uint8Array(8 + length)
  const read = await file.read(bytes, 0, bytes.length, 0)
  return parseHeader(bytes.subarray(0, read.bytesRead), size, path)
}
