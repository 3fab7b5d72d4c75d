import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packPreview, unpackPreview } from './preview-frame'

const header = { run: 'r', node: 'steps', done: 3, total: 20, mime: 'image/webp' as const, width: 16, height: 16 }

it('a frame gives back its header and picture', () => {
  const picture = Uint8Array.of(1, 2, 3)
  expect(unpackPreview(packPreview(header, picture))).toEqual({ header, picture })
})

it('bytes that are no frame are an error, never something else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(() => unpackPreview(bytes)).toThrow()
    }),
  )
})
