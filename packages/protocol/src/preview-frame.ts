import { z } from 'zod'

/** What a preview is of: step `done` of `total` of a node of a run. Pixels. */
export const PreviewHeader = z.object({
  run: z.string(),
  node: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  mime: z.enum(['image/webp', 'image/jpeg', 'image/png']),
  width: z.number().int(),
  height: z.number().int(),
})
export type PreviewHeader = z.infer<typeof PreviewHeader>

/** One binary frame: u32 little-endian length of the header, the header as UTF-8 JSON, the picture's bytes. */
export function packPreview(header: PreviewHeader, picture: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const frame = new Uint8Array(4 + json.length + picture.length)
  new DataView(frame.buffer).setUint32(0, json.length, true)
  frame.set(json, 4)
  frame.set(picture, 4 + json.length)
  return frame
}

export function unpackPreview(frame: Uint8Array): { header: PreviewHeader; picture: Uint8Array<ArrayBuffer> } {
  const length =
    frame.length < 4 ? Number.POSITIVE_INFINITY : new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0, true)
  if (4 + length > frame.length) throw new Error(`preview frame: ${frame.length} bytes do not hold its header`)
  const header = PreviewHeader.parse(JSON.parse(new TextDecoder().decode(frame.subarray(4, 4 + length))))
  return { header, picture: frame.slice(4 + length) }
}
