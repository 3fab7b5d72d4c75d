import type { FileHandle } from 'node:fs/promises'
import { ModelError } from '../error'

/** Where an uncompressed file of an archive lies, in bytes from the archive's start. */
export type ZipEntry = { readonly begin: number; readonly size: number }

const directoryLimit = 64_000_000
const entryLimit = 100_000

/** Reads `length` bytes at `position`, all of them. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (!Number.isSafeInteger(position + length)) throw new ModelError('it is damaged')
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead < length) throw new ModelError('it is cut off')
  return bytes
}

/** The files of a zip archive that are stored as they are, which is how torch writes it. PKWARE APPNOTE 6.3.10, §4.3. */
export async function readZip(file: FileHandle, size: number): Promise<Map<string, ZipEntry>> {
  const { count, length, offset } = await findDirectory(file, size)
  if (count > entryLimit || length > directoryLimit) throw new ModelError('its list of files is too long')
  if (offset + length > size) throw new ModelError('its list of files lies beyond its end; it may be cut off')
  const directory = await readAt(file, offset, length)
  const entries = new Map<string, ZipEntry>()
  for (let i = 0, at = 0; i < count; i++) {
    if (at + 46 > length || directory.readUInt32LE(at) !== 0x02014b50)
      throw new ModelError('its list of files is damaged')
    const [method, nameLength, extraLength, commentLength] = [10, 28, 30, 32].map((o) => directory.readUInt16LE(at + o))
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength!)
    const extra = directory.subarray(at + 46 + nameLength!, at + 46 + nameLength! + extraLength!)
    const [packed, whole, start] = largeFields(
      extra,
      [20, 24, 42].map((o) => directory.readUInt32LE(at + o)),
    )
    at += 46 + nameLength! + extraLength! + commentLength!
    if (method !== 0 || packed !== whole)
      throw new ModelError(`its file ${JSON.stringify(name)} is compressed; torch stores files as they are`)
    const local = await readAt(file, start!, 30)
    if (local.readUInt32LE(0) !== 0x04034b50) throw new ModelError('its list of files is damaged')
    const begin = start! + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
    if (begin + whole! > size) throw new ModelError('a file in it lies beyond its end; it may be cut off')
    entries.set(name, { begin, size: whole! })
  }
  return entries
}

/** Where the list of files is: told at the end, for large archives with 64 bits. */
async function findDirectory(file: FileHandle, size: number) {
  const tail = await readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (at < 0 || at + 22 > tail.length) throw new ModelError('it has no list of files at its end; it may be cut off')
  const small = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  }
  const locator = at - 20
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return small
  const end = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
  if (end.readUInt32LE(0) !== 0x06064b50) throw new ModelError('its list of files is damaged')
  const [count, length, offset] = [32, 40, 48].map((o) => Number(end.readBigUInt64LE(o)))
  return { count: count!, length: length!, offset: offset! }
}

/** Fields that do not fit 32 bits stand in extra field 1, in this order. */
function largeFields(extra: Buffer, fields: number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let from = at + 4
    return fields.map((field) => {
      if (field !== 0xffffffff || from + 8 > extra.length) return field
      from += 8
      return Number(extra.readBigUInt64LE(from - 8))
    })
  }
  return fields
}
