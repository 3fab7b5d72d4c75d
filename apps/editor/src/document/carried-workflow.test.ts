import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { carriedWorkflow } from './carried-workflow'

const blank = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })
const described = (ImageDescription: string) => blank().withExif({ IFD0: { ImageDescription } })

describe('the workflow that a picture carries', () => {
  it.each(['webp', 'jpeg'] as const)('is found in the EXIF of a %s', async (format) => {
    const file = await described('latent-loom:{"name":"\\u7d75"}').toFormat(format).toBuffer()
    expect(JSON.parse((await carriedWorkflow(file))!)).toEqual({ name: '絵' })
  })

  it.each(['webp', 'jpeg'] as const)('does no harm in a %s that is cut off anywhere', async (format) => {
    const file = await described('latent-loom:{"name":"cut"}').toFormat(format).toBuffer()
    for (let length = 0; length < file.length; length++) {
      const found = await carriedWorkflow(file.subarray(0, length))
      if (found !== undefined) expect('{"name":"cut"}'.startsWith(found)).toBe(true)
    }
  })

  it.each(['webp', 'jpeg', 'png'] as const)(
    'is not found in a %s without one, nor in any other file',
    async (format) => {
      expect(await carriedWorkflow(await blank().toFormat(format).toBuffer())).toBeUndefined()
      expect(await carriedWorkflow(await described('a holiday').toFormat(format).toBuffer())).toBeUndefined()
      expect(await carriedWorkflow(new TextEncoder().encode('no picture'))).toBeUndefined()
    },
  )
})
