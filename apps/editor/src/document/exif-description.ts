/** Bytes of a picture file as they stand, with positions for reading numbers. */
type Part = { readonly view: DataView; readonly bytes: Uint8Array }

const part = (bytes: Uint8Array): Part => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
})
const word = (bytes: Uint8Array, at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length))

/** The description in the EXIF of a JPEG or WebP; undefined where there is none, also in broken files. */
export function exifDescription(picture: Uint8Array): string | undefined {
  try {
    const tiff = tiffOfJpeg(part(picture)) ?? tiffOfWebp(part(picture))
    return tiff && imageDescription(part(tiff))
  } catch (error) {
    if (error instanceof RangeError) return undefined // cut off
    throw error
  }
}

/** Behind the mark `Exif` in an APP1 segment; Exif 2.32, §4.7.2 */
function tiffOfJpeg({ view, bytes }: Part): Uint8Array | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda; ) {
    const length = view.getUint16(at + 2) // with its own two bytes
    const isExif = view.getUint8(at + 1) === 0xe1 && word(bytes, at + 4, 6) === 'Exif\0\0'
    if (isExif) return bytes.subarray(at + 10, at + 2 + length)
    at += 2 + length
  }
  return undefined
}

/** The chunk `EXIF`, with or without the mark of a JPEG; WebP Container Specification */
function tiffOfWebp({ view, bytes }: Part): Uint8Array | undefined {
  if (word(bytes, 0, 4) !== 'RIFF' || word(bytes, 8, 4) !== 'WEBP') return undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true)
    if (word(bytes, at, 4) === 'EXIF') {
      const marked = word(bytes, at + 8, 6) === 'Exif\0\0' ? 6 : 0
      return bytes.subarray(at + 8 + marked, at + 8 + length)
    }
    at += 8 + length + (length % 2)
  }
  return undefined
}

/** ImageDescription, ASCII, of the first directory; TIFF 6.0, sections 2 and 8. */
function imageDescription({ view, bytes }: Part): string | undefined {
  const little = view.getUint16(0) === 0x4949
  const directory = view.getUint32(4, little)
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const entry = directory + 2 + 12 * i
    if (view.getUint16(entry, little) !== 0x010e) continue
    const count = view.getUint32(entry + 4, little)
    const at = count > 4 ? view.getUint32(entry + 8, little) : entry + 8
    return new TextDecoder().decode(bytes.subarray(at, at + count)).replace(/\0+$/, '')
  }
  return undefined
}
