import type { Workflow } from '@loom/runtime'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { encodePicture } from './picture-format'

const picture = { width: 16, height: 8, rgb: new Uint8Array(3 * 16 * 8).fill(120) }
const named = (name: string): Workflow => ({ format: 'latent-loom/workflow', version: 1, name, nodes: {} })

describe('a picture file', () => {
  it.each(['webp', 'jpeg'] as const)('as %s carries the workflow in plain ASCII', async (format) => {
    const file = await encodePicture(picture, named('Überblick 絵 🦊'), format, 90)
    const { format: read, width, height, exif } = await sharp(file).metadata()
    expect([read, width, height]).toEqual([format, 16, 8])
    const text = exif!.toString('latin1')
    const json = /latent-loom:(\{.*\})/.exec(text)![1]!
    expect(JSON.parse(json)).toEqual(named('Überblick 絵 🦊'))
  })

  it('as JPEG refuses a workflow that its EXIF cannot hold', async () => {
    await expect(encodePicture(picture, named('x'.repeat(66_000)), 'jpeg', 90)).rejects.toThrow('PNG and WebP take it')
    await expect(encodePicture(picture, named('x'.repeat(66_000)), 'webp', 90)).resolves.toBeDefined()
  })

  it('gets smaller with less quality', async () => {
    const noise = { width: 64, height: 64, rgb: Uint8Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * 7919) % 251) }
    const sizes = await Promise.all([90, 20].map((q) => encodePicture(noise, named('n'), 'webp', q)))
    expect(sizes[1]!.length).toBeLessThan(sizes[0]!.length)
  })
})
