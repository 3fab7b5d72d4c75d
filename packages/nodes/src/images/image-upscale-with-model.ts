import { defineNode, InputError } from '@loom/runtime'
import { concat, inTiles, map, rows, type Tensor } from '@loom/tensor'
import { tileParams, tilingOf } from '../latents/tiles'
import * as ports from '../ports'

const MAX_PIXELS = 64e6

export const imageUpscaleWithModel = defineNode({
  type: 'ImageUpscaleWithModel',
  version: 1,
  title: 'Upscale image with model',
  category: 'image',
  description:
    'Makes a picture larger by what its upscaler was trained for, mostly 4 times, and paints in detail. “Scale image” behind it brings it to another size.',
  keywords: ['esrgan', 'super resolution', 'enlarge', 'hires', 'tiled'],
  inputs: { upscaler: ports.upscaler, image: ports.image },
  params: tileParams(256, 32),
  outputs: { image: ports.image },

  async run({ upscaler, image, ...size }, { signal, progress }) {
    const { scale } = upscaler
    const [count, , height, width] = image.shape as [number, number, number, number]
    if (count * height * width * scale ** 2 > MAX_PIXELS) throw new InputError('image', tooLarge(image, scale))
    const tiling = tilingOf(size, 1) ?? { tile: Math.max(height, width), overlap: 0 }
    const margin = Math.floor(tiling.overlap / 4) // convolutions see zeros there in place of the picture
    const larger: Tensor[] = []
    for (let row = 0; row < count; row++)
      larger.push(
        await inTiles(rows(image, row, row + 1), { ...tiling, margin }, scale, async (tile, index, tiles) => {
          signal.throwIfAborted() // before the next tile, not after it
          const done = await upscaler.upscale(tile)
          await progress({ done: row * tiles + index + 1, total: count * tiles })
          return done
        }),
      )
    return { image: map(concat(larger), (value) => Math.min(1, Math.max(-1, value))) }
  },
})

function tooLarge({ shape: [count, , height, width] }: Tensor, scale: number): string {
  const side = Math.floor(Math.sqrt(MAX_PIXELS / count!) / scale)
  const would = `${count! > 1 ? `${count} pictures` : 'the picture'} would have ${width! * scale}×${height! * scale} pixels`
  return `${would}, ${MAX_PIXELS / 1e6} million are the most: with this upscaler ${side}×${side} fits`
}
