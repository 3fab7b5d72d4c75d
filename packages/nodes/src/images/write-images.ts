import type { RunContext } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import { encodePicture, extensions, type PictureFormat } from './picture-format'
import { toRgb } from './pixels'

/** Stores row `index` of a batch [B,3,H,W] and shows it on the node. */
export async function storePicture(
  images: Tensor,
  index: number,
  name: string,
  context: RunContext,
  format: PictureFormat = 'png',
  quality = 90,
): Promise<void> {
  const picture = toRgb(images, index)
  const { width, height } = picture
  const bytes = await encodePicture(picture, context.workflow, format, quality)
  const type = extensions[format]
  context.show([await context.assets.write(bytes, { width, height, name: `${name}.${type}` }, type)])
}

/** Stores every image of a batch [B,3,H,W] and shows them on the node. */
export async function writeImages(
  images: Tensor,
  context: RunContext,
  name: string,
  format?: PictureFormat,
  quality?: number,
): Promise<void> {
  const count = images.shape[0]!
  for (let index = 0; index < count; index++)
    await storePicture(images, index, count > 1 ? `${name}-${index + 1}` : name, context, format, quality)
}
