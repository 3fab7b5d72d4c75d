import type { Drawn } from './drawn-checkpoint'

/** Pieces of pickles, as `torch.save` writes them: protocol 2. */
const bytes = (...values: number[]) => Buffer.from(values)
const int32 = (value: number) => {
  const out = Buffer.alloc(4)
  out.writeInt32LE(value)
  return out
}
const int = (value: number) => Buffer.concat([Buffer.from('J'), int32(value)])
const text = (value: string) => Buffer.concat([Buffer.from('X'), int32(Buffer.byteLength(value)), Buffer.from(value)])
const name = (module: string, of: string) => Buffer.from(`c${module}\n${of}\n`)
const tuple = (...items: Buffer[]) => Buffer.concat([Buffer.from('('), ...items, Buffer.from('t')])
const pickle = (...items: Buffer[]) => Buffer.concat([bytes(0x80, 2), ...items, Buffer.from('.')])
const none = Buffer.from('N')

function strides(shape: readonly number[]): number[] {
  const steps: number[] = []
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    steps.unshift(step)
    step *= shape[axis]!
  }
  return steps
}

/** A dictionary `state_dict` of float32 tensors; the numbers of the k-th have the key k. `end`: of a storage's id. */
function stateDict(tensors: readonly Drawn[], end: readonly Buffer[]): Buffer {
  const entries = tensors.flatMap(({ name: key, shape, data }, k) => {
    const id = tuple(
      text('storage'),
      name('torch', 'FloatStorage'),
      text(`${k}`),
      text('cpu'),
      int(data.length),
      ...end,
    )
    const [sides, steps] = [shape, strides(shape)].map((list) => tuple(...list.map(int)))
    const rest = [bytes(0x89), name('collections', 'OrderedDict'), Buffer.from(')R')]
    const args = tuple(Buffer.concat([id, Buffer.from('Q')]), int(0), sides!, steps!, ...rest)
    return [text(key), name('torch._utils', '_rebuild_tensor_v2'), args, Buffer.from('R')]
  })
  const inner = Buffer.concat([Buffer.from('}('), ...entries, Buffer.from('u')])
  return pickle(Buffer.from('}('), text('state_dict'), inner, text('global_step'), int(470000), Buffer.from('u'))
}

const stored = ({ data }: Drawn) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)

/** As torch before 1.6 wrote it: pickles, then the numbers, where they happen to come. */
export function legacyTorch(tensors: readonly Drawn[]): Buffer {
  const magic = Buffer.concat([bytes(0x8a, 10), Buffer.from('6cfc9c46f9206aa85019', 'hex')])
  const keys = Buffer.concat([Buffer.from(']('), ...tensors.map((_, k) => text(`${k}`)), Buffer.from('e')])
  const counted = tensors.flatMap((tensor) => {
    const count = Buffer.alloc(8)
    count.writeBigInt64LE(BigInt(tensor.data.length))
    return [count, stored(tensor)]
  })
  return Buffer.concat([
    pickle(magic),
    pickle(int(1001)),
    pickle(Buffer.from('}')),
    stateDict(tensors, [none]),
    pickle(keys),
    ...counted,
  ])
}

/** As torch writes it: a zip whose files begin at multiples of 64. `large`: as one of more than 4 GB, with 64-bit fields. */
export function zippedTorch(tensors: readonly Drawn[], large = false): Buffer {
  const files: (readonly [path: string, content: Buffer])[] = [
    ['model/data.pkl', stateDict(tensors, [])],
    ['model/byteorder', Buffer.from('little')],
    ...tensors.map((tensor, k) => [`model/data/${k}`, stored(tensor)] as const),
  ]
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  const put = (part: Buffer) => {
    parts.push(part)
    at += part.length
  }
  for (const [path, content] of files) {
    const start = at
    const local = Buffer.alloc(30)
    local.write('PK\x03\x04', 'latin1')
    local.writeUInt32LE(content.length, 18)
    local.writeUInt32LE(content.length, 22)
    local.writeUInt16LE(path.length, 26)
    const fill = (64 - ((start + 30 + path.length) % 64)) % 64
    local.writeUInt16LE(fill, 28)
    put(Buffer.concat([local, Buffer.from(path), Buffer.alloc(fill)]))
    put(content)
    directory.push(directoryEntry(path, content.length, start, large))
  }
  const list = Buffer.concat(directory)
  const start = at
  put(list)
  if (large) put(largeEnd(files.length, list.length, start, at))
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(large ? 0xffff : files.length, 10)
  end.writeUInt32LE(large ? 0xffffffff : list.length, 12)
  end.writeUInt32LE(large ? 0xffffffff : start, 16)
  put(end)
  return Buffer.concat(parts)
}

function directoryEntry(path: string, size: number, start: number, large: boolean): Buffer {
  const entry = Buffer.alloc(46)
  entry.write('PK\x01\x02', 'latin1')
  for (const [offset, value] of [[20, size], [24, size], [42, start]] as const) entry.writeUInt32LE(large ? 0xffffffff : value, offset) // biome-ignore format: a row
  entry.writeUInt16LE(path.length, 28)
  const extra = Buffer.alloc(large ? 28 : 0)
  if (large) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(24, 2)
    for (const [i, value] of [size, size, start].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i)
  }
  entry.writeUInt16LE(extra.length, 30)
  return Buffer.concat([entry, Buffer.from(path), extra])
}

function largeEnd(count: number, length: number, start: number, at: number): Buffer {
  const end = Buffer.alloc(76)
  end.write('PK\x06\x06', 'latin1')
  end.writeBigUInt64LE(44n, 4)
  for (const [i, value] of [count, count, length, start].entries()) end.writeBigUInt64LE(BigInt(value), 24 + 8 * i)
  end.write('PK\x06\x07', 56, 'latin1')
  end.writeBigUInt64LE(BigInt(at), 64)
  end.writeUInt32LE(1, 72)
  return end
}
