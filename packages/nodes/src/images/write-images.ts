import type { RunContext } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import { toRgb } from './pixels'
import { encodePng } from './png'

/** Stores row `index` of a batch [B,3,H,W] and shows it on the node. */
export async function storePicture(images: Tensor, index: number, name: string, context: RunContext): Promise<void> {
  const picture = toRgb(images, index)
  const { width, height } = picture
  const png = await encodePng(picture, context.workflow)
  context.show([await context.assets.write(png, { width, height, name: `${name}.png` })])
}

/** Stores every image of a batch [B,3,H,W] and shows them on the node. */
export async function writeImages(images: Tensor, context: RunContext, name: string): Promise<void> {
  const count = images.shape[0]!
  for (let index = 0; index < count; index++)
    await storePicture(images, index, count > 1 ? `${name}-${index + 1}` : name, context)
}
