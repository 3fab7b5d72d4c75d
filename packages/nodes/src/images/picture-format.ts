import { InputError, type Workflow } from '@loom/runtime'
import sharp from 'sharp'
import type { toRgb } from './pixels'
import { encodePng } from './png'

export const pictureFormats = { png: 'PNG (lossless)', webp: 'WebP', jpeg: 'JPEG' } as const
export type PictureFormat = keyof typeof pictureFormats
export const extensions = { png: 'png', webp: 'webp', jpeg: 'jpg' } as const satisfies Record<PictureFormat, string>

/** Bytes an EXIF block may have in a JPEG: a segment's length is 16 bits. Exif 2.32, §4.7.2 */
const JPEG_ROOM = 65_000

/** Says what an EXIF description is; the document follows. */
const MARK = 'latent-loom:'

/** JSON in ASCII alone, as EXIF text must be. */
const ascii = (value: unknown) =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** RGB bytes as a file that carries the workflow that painted it: a PNG's text chunk, or the EXIF description of the others. `quality` 1…100. */
export async function encodePicture(
  picture: ReturnType<typeof toRgb>,
  workflow: Workflow,
  format: PictureFormat,
  quality: number,
): Promise<Uint8Array> {
  if (format === 'png') return encodePng(picture, workflow)
  const { width, height, rgb } = picture
  const description = MARK + ascii(workflow)
  if (format === 'jpeg' && description.length > JPEG_ROOM)
    throw new InputError(
      'format',
      `a JPEG has room for ${JPEG_ROOM} bytes of workflow, this one has ${description.length}; PNG and WebP take it`,
    )
  const raw = sharp(rgb, { raw: { width, height, channels: 3 } }).withExif({ IFD0: { ImageDescription: description } })
  return format === 'webp' ? raw.webp({ quality }).toBuffer() : raw.jpeg({ quality }).toBuffer()
}
