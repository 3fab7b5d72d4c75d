// How far a picture upscaled by tiles is from the same taken as a whole, in steps of 8-bit colour.
//   npx tsx bench/models/upscaler-seams.ts UPSCALER.pth PICTURE.png [side] [tile] [overlap]
// With a quarter of the overlap left out at a tile's edge, as ImageUpscaleWithModel does, and with nothing left out.
import sharp from 'sharp'
import { openUpscaler } from '../../packages/models/src/index'
import { fromRgb } from '../../packages/nodes/src/images/pixels'
import { inTiles, type Tensor } from '../../packages/tensor/src/index'

const [file, picture, side = '256', tile = '128', overlap = '32'] = process.argv.slice(2)
const size = Number(side)
const resized = sharp(picture).flatten({ background: 'white' }).resize(size, size, { fit: 'cover' })
const image = fromRgb(await resized.toColourspace('srgb').raw().toBuffer(), size, size)
const upscaler = await openUpscaler(file!)
const whole = await upscaler.upscale(image)

const level = (value: number) => 127.5 * Math.min(1, Math.max(-1, value))
function differences({ data }: Tensor): { mean: number; largest: number } {
  let [sum, largest] = [0, 0]
  for (const [i, value] of whole.data.entries()) {
    const difference = Math.abs(level(data[i]!) - level(value))
    sum += difference
    largest = Math.max(largest, difference)
  }
  return { mean: sum / data.length, largest }
}

for (const margin of [Number(overlap) / 4, 0]) {
  const tiling = { tile: Number(tile), overlap: Number(overlap), margin }
  const { mean, largest } = differences(await inTiles(image, tiling, upscaler.scale, (part) => upscaler.upscale(part)))
  console.log(`${margin} of ${overlap} pixels left out: mean ${mean.toFixed(3)}, largest ${largest.toFixed(1)}`)
}
await upscaler.dispose()
