import { emptyMask, type Mask } from './mask'

/** The mask to go on with: the one drawn before, else what is transparent in the picture, else nothing. */
export async function readMask(picture: string, drawn: string | undefined): Promise<Mask> {
  const shown = await loaded(picture)
  const mask = emptyMask(shown.naturalWidth, shown.naturalHeight)
  const { data, width, height } = mask
  const source = pixels(drawn ? await loaded(drawn) : shown, width, height)
  for (let pixel = 0; pixel < width * height; pixel++)
    data[pixel] = drawn ? source[4 * pixel]! : 255 - source[4 * pixel + 3]!
  return mask
}

async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = url
  await image.decode().catch(() => Promise.reject(new Error('The picture could not be loaded')))
  return image
}

/** RGBA at a size. */
function pixels(image: HTMLImageElement, width: number, height: number): Uint8ClampedArray {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(image, 0, 0, width, height)
  return context.getImageData(0, 0, width, height).data
}
