import { InputError } from '@loom/runtime'
import { inTiles, type Tensor, type Tiling } from '@loom/tensor'
import type { Vae } from '../values'

/** The latent of a picture; one that does not fill whole latent pixels is refused. `tiling`: in latent pixels. */
export function encodeImage(vae: Vae, image: Tensor, tiling?: Tiling): Promise<Tensor> {
  const [height, width] = [image.shape[2]!, image.shape[3]!]
  const grid = vae.latent.downscale
  if (width % grid !== 0 || height % grid !== 0)
    throw new InputError(
      'image',
      `${width}×${height} is not a multiple of ${grid} on both sides; resize it when loading`,
    )
  if (!tiling) return vae.encode(image)
  const pixels = { tile: tiling.tile * grid, overlap: tiling.overlap * grid }
  return inTiles(image, pixels, 1 / grid, (tile) => vae.encode(tile))
}
