import type { PreviewHeader } from '@loom/protocol'
import type { Picture } from '@loom/runtime'
import { smallPng } from './small-png'

type Encoded = Pick<PreviewHeader, 'mime' | 'width' | 'height'> & { coded: Uint8Array }

/** Small ones as PNG at once, larger ones as WebP, large ones as JPEG, which codes faster. The page scales them. */
export async function encodePicture(picture: Picture): Promise<Encoded> {
  const { width, height, rgb } = picture
  const pixels = width * height
  if (rgb.length !== 3 * pixels) throw new Error(`a preview of ${width} × ${height} with ${rgb.length} bytes`)
  if (pixels <= 64 * 64) return { mime: 'image/png', width, height, coded: smallPng(picture) }
  const sharp = await loadSharp()
  const image = sharp(rgb, { raw: { width, height, channels: 3 } })
  if (pixels <= 256 * 256)
    return { mime: 'image/webp', width, height, coded: await image.webp({ quality: 80, effort: 0 }).toBuffer() }
  return { mime: 'image/jpeg', width, height, coded: await image.jpeg({ quality: 80 }).toBuffer() }
}

async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1) // the cores belong to the model
  sharp.cache(false)
  return sharp
}
