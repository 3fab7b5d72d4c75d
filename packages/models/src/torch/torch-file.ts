import type { FileHandle } from 'node:fs/promises'
import { ModelError } from '../error'
import type { TensorEntry } from '../safetensors'
import { bytesOf, type Storage, type StoredView, tensorsIn, torchHandlers } from './state-dict'
import { unpickle } from './unpickle'
import { readAt, readZip } from './zip'

const pickleLimit = 64_000_000

/** The tensors of an archive that `torch.save` has written: a zip with a pickle and a file for each run of numbers. */
export async function readTorchZip(file: FileHandle, size: number): Promise<Map<string, TensorEntry>> {
  const files = await readZip(file, size)
  const main = [...files.keys()].find((name) => name === 'data.pkl' || name.endsWith('/data.pkl'))
  if (!main) throw new ModelError('it is a zip archive, but not one of torch: it has no data.pkl')
  const folder = main.slice(0, -'data.pkl'.length)
  const order = files.get(`${folder}byteorder`)
  if (order && (await readAt(file, order.begin, Math.min(order.size, 16))).toString('latin1') !== 'little')
    throw new ModelError('its numbers have their highest byte first')
  const { begin, size: length } = files.get(main)!
  if (length > pickleLimit) throw new ModelError(`its pickle of ${length} bytes is larger than ${pickleLimit}`)
  const { value } = unpickle(await readAt(file, begin, length), 0, torchHandlers(new Map()))
  return entriesOf(tensorsIn(value), (key) => files.get(`${folder}data/${key}`))
}

/** As `readTorchZip`, of the format before torch 1.6: pickles, then the numbers one after the other. */
export async function readLegacyTorch(file: FileHandle, size: number): Promise<Map<string, TensorEntry>> {
  const bytes = await readAt(file, 0, Math.min(size, pickleLimit))
  const storages = new Map<string, Storage>()
  const handlers = torchHandlers(storages)
  let at = 0
  const next = () => {
    const { value, end } = unpickle(bytes, at, handlers)
    at = end
    return value
  }
  if (next() !== 0x1950a86a20f9469cfc6cn) throw new ModelError('it is a pickle, but not one of torch')
  next() // version
  next() // of the machine
  const tensors = tensorsIn(next())
  const keys = next()
  const places = new Map<string, { begin: number; size: number }>()
  for (const key of Array.isArray(keys) ? keys : []) {
    const begin = at + 8 // after a count
    const storage = storages.get(`${key}`)
    if (!storage) throw new ModelError('it has numbers that belong to no tensor')
    const length = storage.count * bytesOf[storage.dtype]!
    places.set(`${key}`, { begin, size: length })
    at = begin + length
  }
  if (at > size) throw new ModelError(`it has ${size} bytes and should have ${at}; it may be cut off`)
  return entriesOf(tensors, (key) => places.get(key))
}

type Place = { readonly begin: number; readonly size: number }

function entriesOf(
  views: Map<string, StoredView>,
  placeOf: (key: string) => Place | undefined,
): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>()
  for (const [name, { storage, offset, shape, stride }] of views) {
    const place = placeOf(storage.key)
    if (!place) throw new ModelError(`it lacks the numbers of ${JSON.stringify(name)}`)
    const width = bytesOf[storage.dtype]!
    const length = shape.reduce((all, side) => all * side, width)
    const begin = place.begin + offset * width
    // Many old files have more numbers in a storage than the tensor uses.
    if (!Number.isSafeInteger(length) || begin + length > place.begin + place.size)
      throw new ModelError(`its tensor ${JSON.stringify(name)} of shape [${shape}] does not fit its numbers`)
    const { dtype } = storage
    const scattered = !isContiguous(shape, stride) && 'its numbers lie apart from each other'
    entries.set(name, { dtype, shape, begin, end: begin + length, ...(scattered && { problem: scattered }) })
  }
  return entries
}

function isContiguous(shape: readonly number[], stride: readonly number[]): boolean {
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== step) return false
    step *= shape[axis]!
  }
  return true
}
