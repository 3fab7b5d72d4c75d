import type { LoadedModel } from '@loom/models'
import { InputError } from '@loom/runtime'
import { concat, repeat, rows, type Tensor } from '@loom/tensor'
import { joinChannels } from './channels'

/**
 * What the UNet is given for a batch of latents [halves·pictures·count,C,h,w]: the same, or for a model made for inpainting
 * with what each picture shows beside it, alike for the `count` rows of a picture.
 */
export function seenBeside(
  { inChannels }: Pick<LoadedModel, 'inChannels'>,
  inpainting: Tensor | undefined,
  latent: Tensor,
  count: number,
): (batch: Tensor) => Tensor {
  const [pictures, channels, height, width] = latent.shape as [number, number, number, number]
  if (!inpainting) {
    if (inChannels > channels)
      throw new InputError('inpainting', 'this model is made for inpainting; connect InpaintConditioning')
    return (batch) => batch
  }
  const [shown, more, h, w] = inpainting.shape as [number, number, number, number]
  if (inChannels !== channels + more)
    throw new InputError('inpainting', 'this model is not made for inpainting; connect a mask alone')
  if (h !== height || w !== width)
    throw new InputError('inpainting', `it is of ${w}×${h} latent pixels, the latent has ${width}×${height}`)
  if (shown !== 1 && shown !== pictures)
    throw new InputError('inpainting', `it is of ${shown} pictures, the latent of ${pictures}`)
  const ofPicture = (i: number) => repeat(rows(inpainting, shown === 1 ? 0 : i, shown === 1 ? 1 : i + 1), count)
  const half = concat(Array.from({ length: pictures }, (_, i) => ofPicture(i)))
  return (batch) => joinChannels(batch, repeat(half, batch.shape[0]! / half.shape[0]!))
}
