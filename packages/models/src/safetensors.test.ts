import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCheckpoint } from './checkpoint'
import { ModelError } from './error'
import { parseHeader } from './safetensors'
import { readTensorFile } from './tensor-file'

type Fields = Record<string, unknown>

/** A file from the text of its header; `size` is what its tensors take. */
function fileOf(header: string | Fields, size = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const file = new Uint8Array(8 + text.length + size)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  return file
}
const parse = (file: Uint8Array) => parseHeader(file, file.length, 'a.safetensors')
const tensor = (dtype: string, shape: unknown, begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

describe('a safetensors header', () => {
  it('tells where each tensor lies', () => {
    const file = fileOf({
      __metadata__: { format: 'pt' },
      'b.weight': tensor('F16', [2, 3], 8, 20),
      'a.weight': tensor('F32', [2], 0, 8),
      empty: tensor('F32', [0, 4], 20, 20),
    }, 20) // biome-ignore format: reads as the file does
    const base = file.length - 20
    const { tensors, metadata } = parse(file)
    expect(tensors.get('b.weight')).toEqual({ dtype: 'F16', shape: [2, 3], begin: base + 8, end: base + 20 })
    expect(tensors.get('empty')).toMatchObject({ begin: base + 20, end: base + 20 })
    expect(metadata).toEqual(new Map([['format', 'pt']]))
  })

  it.each<[string, Uint8Array]>([
    ['it has only 3 bytes', new Uint8Array(3)],
    ['its header should have', new Uint8Array(100).fill(255)],
    ['its header does not start with {', fileOf(' {}')],
    ['its header is not JSON', fileOf('{"a":')],
    ['its header is not UTF-8', fileOf('{"aaa":').with(10, 0xff)],
    [
      'names "a" twice',
      fileOf(
        '{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
      ),
    ],
    ['names "dtype" twice', fileOf('{"a":{"dtype":"U8","dtype":"F32","shape":[0],"data_offsets":[0,0]}}')],
    ['tensor "a" is not described by an object', fileOf({ a: 3 })],
    ['tensor "a" has an unknown dtype "Q4"', fileOf({ a: tensor('Q4', [1], 0, 4) }, 4)],
    ['tensor "a" has an unknown dtype "toString"', fileOf({ a: tensor('toString', [1], 0, 4) }, 4)],
    ['tensor "a" has an unknown field "x"', fileOf({ a: { ...tensor('U8', [1], 0, 1), x: 1 } }, 1)],
    ['tensor "a" has a shape that is not a list of sizes', fileOf({ a: tensor('F32', [-1], 0, 4) }, 4)],
    ['tensor "a" has a shape that is not a list of sizes', fileOf({ a: tensor('F32', ['1'], 0, 4) }, 4)],
    ['tensor "a" has a shape that is not a list of sizes', fileOf({ a: tensor('F32', [1.5], 0, 6) }, 6)],
    ['takes 4 bytes, its data_offsets span 8', fileOf({ a: tensor('F32', [1], 0, 8) }, 8)],
    ['takes 4 bytes, its data_offsets span -4', fileOf({ a: tensor('F32', [1], 4, 0) }, 4)],
    ['bytes, its data_offsets span 0', fileOf({ a: tensor('F32', [2 ** 52, 2 ** 52, 2 ** 52, 2 ** 52], 0, 0) })],
    ['ends within a byte', fileOf({ a: tensor('F4', [3], 0, 2) }, 2)],
    [
      'tensor "b" does not start where the one before it ends',
      fileOf({ a: tensor('U8', [4], 0, 4), b: tensor('U8', [4], 2, 6) }, 6),
    ],
    [
      'tensor "b" does not start where the one before it ends',
      fileOf({ a: tensor('U8', [4], 0, 4), b: tensor('U8', [4], 5, 9) }, 9),
    ],
    ['tensor "a" does not start where the one before it ends', fileOf({ a: tensor('U8', [4], 1, 5) }, 5)],
    ['it may be cut off', fileOf({ a: tensor('U8', [4], 0, 4) }, 3)],
    ['it has 1 bytes after its last tensor', fileOf({ a: tensor('U8', [4], 0, 4) }, 5)],
    ['its __metadata__ is not text by name', fileOf({ __metadata__: { a: 1 } })],
  ])('is refused: %s', (reason, file) => {
    expect(() => parse(file)).toThrow(ModelError)
    expect(() => parse(file)).toThrow(reason)
    expect(() => parse(file)).toThrow('a.safetensors is not a usable safetensors file: ')
  })

  it('may name a tensor like a property of every object', () => {
    const file = fileOf('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1)
    expect([...parse(file).tensors.keys()]).toEqual(['__proto__'])
    expect(({} as Fields).dtype).toBeUndefined()
  })

  it('is judged before anything of its claimed size is allocated', () => {
    const file = new Uint8Array(16)
    new DataView(file.buffer).setBigUint64(0, 90_000_000n, true)
    expect(() => parseHeader(file, 100_000_000_000, 'a.safetensors')).toThrow(
      'its header of 90000000 bytes is larger than',
    )
  })
})

const sizes: Record<string, number> = { F32: 4, F16: 2, BF16: 2, I64: 8, U8: 1, BOOL: 1, F64: 8 }
const anyTensors = fc.uniqueArray(
  fc.record({
    name: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('__proto__', 'constructor', '0', '-1', 'a"b', 'a\\')),
    dtype: fc.constantFrom(...Object.keys(sizes)),
    shape: fc.array(fc.nat(5), { maxLength: 4 }),
  }),
  { selector: ({ name }) => name, maxLength: 6 },
)
type Model = typeof anyTensors extends fc.Arbitrary<infer T> ? T : never

function fileOfModel(model: Model): Uint8Array {
  let end = 0
  const entries = model
    .filter(({ name }) => name !== '__metadata__')
    .map(({ name, dtype, shape }) => {
      const begin = end
      end += shape.reduce((a, b) => a * b, sizes[dtype]!)
      return `${JSON.stringify(name)}:${JSON.stringify(tensor(dtype, shape, begin, end))}`
    })
  return fileOf(`{${entries.join()}}`, end)
}

describe('any file', () => {
  it('that is valid reads back as it was written', () => {
    fc.assert(
      fc.property(anyTensors, (model) => {
        const { tensors } = parse(fileOfModel(model))
        for (const { name, dtype, shape } of model) expect(tensors.get(name)).toMatchObject({ dtype, shape })
      }),
      { numRuns: 1000 },
    )
  })

  it('with one change is refused with a sentence or means what it meant', () => {
    const change = fc.oneof(
      fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }),
      fc.record({ cut: fc.nat() }),
      fc.record({ length: fc.oneof(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(0n, 300n)) }),
      fc.record({ from: fc.constantFrom('0', ',', '"', '{', 'shape', 'F32'), to: fc.constantFrom('9007199254740993', '-1', '1e300', 'null', '"3"', '[', '') }),
    ) // biome-ignore format: one change a line
    fc.assert(
      fc.property(anyTensors, change, (model, change) => {
        const file = mutate(fileOfModel(model), change)
        try {
          for (const { begin, end } of parse(file).tensors.values()) {
            expect(begin).toBeLessThanOrEqual(end)
            expect(end).toBeLessThanOrEqual(file.length)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ModelError)
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('that is cut anywhere is refused', () => {
    const file = fileOf({ a: tensor('F32', [2, 2], 0, 16), b: tensor('U8', [3], 16, 19) }, 19)
    for (let length = 0; length < file.length; length++) {
      expect(() => parse(file.subarray(0, length))).toThrow(ModelError)
    }
  })
})

type Change = { at?: number; byte?: number; cut?: number; length?: bigint; from?: string; to?: string }
function mutate(file: Uint8Array, { at, byte, cut, length, from, to }: Change): Uint8Array {
  if (at !== undefined && byte !== undefined) file[at % file.length] = byte
  if (cut !== undefined) return file.subarray(0, cut % file.length)
  if (length !== undefined) new DataView(file.buffer).setBigUint64(0, length, true)
  if (from === undefined || to === undefined) return file
  const end = 8 + Number(new DataView(file.buffer).getBigUint64(0, true))
  return fileOf(new TextDecoder().decode(file.subarray(8, end)).replace(from, to), file.length - end)
}

describe('a checkpoint', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loom-'))
    await writeFile(join(folder, 'm-1.safetensors'), fileOf({ a: tensor('F16', [2], 0, 4) }, 4))
    await writeFile(join(folder, 'm-2.safetensors'), fileOf({ b: tensor('I8', [2], 0, 2) }, 2))
    await writeIndex('m', { a: 'm-1.safetensors', b: 'm-2.safetensors' })
  })
  afterAll(() => rm(folder, { recursive: true }))
  const writeIndex = (name: string, weight_map: Fields) =>
    writeFile(join(folder, `${name}.safetensors.index.json`), JSON.stringify({ weight_map }))
  const path = (name: string) => join(folder, name)

  it('in several files is read through its index', async () => {
    const checkpoint = await readCheckpoint(path('m.safetensors.index.json'))
    expect(checkpoint.get('a')).toMatchObject({ file: path('m-1.safetensors'), length: 4, type: 'float16' })
    expect(checkpoint.get('c')).toBeUndefined()
  })

  it('gives no weights of whole numbers', async () => {
    const checkpoint = await readCheckpoint(path('m.safetensors.index.json'))
    expect(() => checkpoint.get('b')).toThrow('b is stored as I8; weights are read from F16, BF16, F32 and F64')
  })

  it('never leaves its folder', async () => {
    for (const file of ['../m-1.safetensors', '/etc/passwd', 'a/b.safetensors', '..\\m.safetensors', 3]) {
      await writeIndex('bad', { a: file })
      await expect(readCheckpoint(path('bad.safetensors.index.json'))).rejects.toThrow(
        'not a file of tensors beside it',
      )
    }
  })

  it('whose index promises too much is refused', async () => {
    await writeIndex('bad', { c: 'm-1.safetensors' })
    await expect(readCheckpoint(path('bad.safetensors.index.json'))).rejects.toThrow('has "c", but it has not')
  })

  it('that is missing or a folder is refused', async () => {
    await expect(readTensorFile(path('none.safetensors'))).rejects.toThrow(`${path('none.safetensors')} is missing`)
    await expect(readTensorFile(folder)).rejects.toThrow(ModelError)
  })
})
