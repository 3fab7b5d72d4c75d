import sharp from 'sharp'
import { expect, it } from 'vitest'
import { encodePicture } from './encode-picture'

const picture = (width: number, height: number) => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 256),
})

it.each([
  [16, 12, 'image/png'],
  [64, 64, 'image/png'],
  [128, 128, 'image/webp'],
  [512, 384, 'image/jpeg'],
])('codes %i × %i as %s', async (width, height, mime) => {
  const encoded = await encodePicture(picture(width, height))
  expect(encoded).toMatchObject({ mime, width, height })
  expect(await sharp(encoded.coded).metadata()).toMatchObject({ width, height, format: mime.slice(6) })
})

it('keeps every pixel of a small one', async () => {
  const small = picture(5, 3)
  const { coded } = await encodePicture(small)
  expect(new Uint8Array(await sharp(coded).raw().toBuffer())).toEqual(small.rgb)
})

it('refuses a picture that is not as large as it says', async () => {
  await expect(encodePicture({ ...picture(8, 8), width: 9 })).rejects.toThrow('a preview of 9 × 8 with 192 bytes')
})
