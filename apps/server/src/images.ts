import { RequestError } from './errors'

const MAX_PIXELS = 32 * 1024 * 1024

export type ImageFacts = { type: 'png' | 'jpg' | 'webp'; width: number; height: number }

/** What the first bytes say; the name and the type that came along say nothing. */
function typeOf(bytes: Uint8Array): ImageFacts['type'] | undefined {
  const begins = (text: string, at = 0) => Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text
  if (begins('\x89PNG\r\n\x1a\n')) return 'png'
  if (begins('\xff\xd8\xff')) return 'jpg'
  return begins('RIFF') && begins('WEBP', 8) ? 'webp' : undefined
}

/** Decodes all of an image to see that it is one. Its size is looked at before anything is decoded. */
export async function readImage(bytes: Uint8Array): Promise<ImageFacts> {
  const type = typeOf(bytes)
  if (!type) throw new RequestError(415, 'not-an-image', 'This is not a PNG, JPEG or WebP image')
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    const { width, height, autoOrient } = await image.metadata()
    await image.stats()
    return { type, width: autoOrient?.width ?? width, height: autoOrient?.height ?? height }
  } catch (error) {
    const detail = (error as Error).message.split('\n')[0]!
    throw new RequestError(422, 'broken-image', 'This image cannot be read', { detail })
  }
}
