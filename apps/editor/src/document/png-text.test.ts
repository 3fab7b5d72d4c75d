import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pngText } from './png-text'

const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))))

function png(...chunks: [type: string, data: Uint8Array][]): Uint8Array {
  const framed = chunks.map(([type, data]) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return bytes(length, type, data, [0, 0, 0, 0])
  })
  return new Uint8Array(bytes([137, 80, 78, 71, 13, 10, 26, 10], ...framed))
}

const document = '{"name":"Überblick – 絵"}'

describe('text in a PNG', () => {
  it('is found in an iTXt chunk, with language and translated keyword or without', async () => {
    const plain = png(['IHDR', bytes([1, 2])], ['iTXt', bytes('latent-loom', [0, 0, 0, 0, 0], document)])
    const full = png(['iTXt', bytes('latent-loom', [0, 0, 0], 'de', [0], 'Web', [0], document)])
    expect(await pngText(plain, 'latent-loom')).toBe(document)
    expect(await pngText(full, 'latent-loom')).toBe(document)
  })

  it('is found in a tEXt chunk, as UTF-8 or Latin-1', async () => {
    expect(await pngText(png(['tEXt', bytes('latent-loom', [0], document)]), 'latent-loom')).toBe(document)
    expect(await pngText(png(['tEXt', bytes('latent-loom', [0, 0xdc])]), 'latent-loom')).toBe('Ü')
  })

  it('is inflated where it was compressed', async () => {
    const packed = deflateSync(document)
    expect(await pngText(png(['iTXt', bytes('latent-loom', [0, 1, 0, 0, 0], packed)]), 'latent-loom')).toBe(document)
    expect(await pngText(png(['zTXt', bytes('latent-loom', [0, 0], packed)]), 'latent-loom')).toBe(document)
  })

  it('is not found under another keyword, in another file, or past a cut', async () => {
    const other = png(['tEXt', bytes('prompt', [0], document)])
    expect(await pngText(other, 'latent-loom')).toBeUndefined()
    expect(await pngText(bytes(document), 'latent-loom')).toBeUndefined()
    const whole = png(['iTXt', bytes('latent-loom', [0, 0, 0, 0, 0], document)])
    expect(await pngText(whole.slice(0, -8), 'latent-loom')).toBeUndefined()
  })

  it('survives any bytes after the signature', async () => {
    const any = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (junk) => {
      const file = new Uint8Array(bytes([137, 80, 78, 71, 13, 10, 26, 10], junk))
      await pngText(file, 'latent-loom').catch((error) => expect(error).toBeInstanceOf(Error))
    })
    await fc.assert(any)
  })
})
