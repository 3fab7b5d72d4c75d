import type { RunContext } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import { toRgb } from './pixels'
import { encodePng } from './png'

/** Stores every image of a batch [B,3,H,W] and shows them on the node. */
export async function writeImages(images: Tensor, context: RunContext, name: string): Promise<void> {
  for (let index = 0; index < images.shape[0]!; index++) {
    const picture = toRgb(images, index)
    const png = await encodePng(picture, context.workflow)
    const suffix = images.shape[0]! > 1 ? `-${index + 1}` : ''
    const { width, height } = picture
    context.show([await context.assets.write(png, { width, height, name: `${name}${suffix}.png` })])
  }
}
