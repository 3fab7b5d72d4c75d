import { crc32 } from 'node:zlib'
import type { Workflow } from '@loom/runtime'
import sharp from 'sharp'

/** Keyword of the text chunk that carries the document. */
const KEYWORD = 'latent-loom'
const SIGNATURE_AND_HEADER = 8 + 25 // the signature and the IHDR chunk, which comes first

/** A PNG chunk: length, type, data, checksum. PNG specification (third edition), §5.3 */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

/** International text, not compressed: keyword, two flags, no language, no translation, UTF-8. §11.3.3.4 */
const textChunk = (text: string) =>
  chunk('iTXt', Buffer.concat([Buffer.from(`${KEYWORD}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]))

/** RGB bytes as a PNG that carries the workflow that painted it. */
export async function encodePng(
  { width, height, rgb }: { width: number; height: number; rgb: Uint8Array },
  workflow: Workflow,
): Promise<Uint8Array> {
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer()
  const at = SIGNATURE_AND_HEADER
  return Buffer.concat([png.subarray(0, at), textChunk(JSON.stringify(workflow)), png.subarray(at)])
}
