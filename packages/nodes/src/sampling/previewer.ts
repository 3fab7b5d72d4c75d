import type { LoadedModel } from '@loom/models'
import type { Picture, RunContext } from '@loom/runtime'
import { rows, type Tensor } from '@loom/tensor'
import { toRgb } from '../images/pixels'
import { tinyDecoderOf } from '../models/tiny-decoder'
import type { Vae } from '../values'
import { latentPicture } from './latent-picture'
import { shareOfTime } from './share-of-time'

/** Part of a walk's time that decoding previews may take. */
const SHARE = 0.1
/** Decoders that have been used: the first picture opens one, and says nothing of how long others take. */
const opened = new WeakSet<Vae>()
/** Latents of more pixels are not decoded for a look: already at 1024 × 1024 pixels a layer of TAESD takes 268 MB. */
const LARGEST = 128 * 128

type Looked = Pick<LoadedModel, 'latentRgb' | keyof Vae>
type Around = Pick<RunContext, 'models' | 'device' | 'previews' | 'warn'>

/**
 * Paints previews of one walk's latents [B,C,h,w], of the first picture: by a small decoder where there is one, else by mixing
 * channels. By `auto` a decoder that is slow beside the UNet leaves steps out, for which the last picture stays.
 */
export function previewer(model: Looked, around: Around): (latent: Tensor) => Promise<Picture | undefined> {
  const { previews = 'auto', warn } = around
  const decodes = previews === 'auto' || previews === 'decoder'
  const inTime = shareOfTime(previews === 'auto' ? SHARE : Number.POSITIVE_INFINITY)
  const find = () => (decodes ? tinyDecoderOf(model, around) : Promise.resolve(undefined))
  let decoder: Promise<Vae | undefined> | undefined
  return async (latent) => {
    if (previews === 'off') return undefined
    const [, , height, width] = latent.shape as [number, number, number, number]
    try {
      const tiny = height * width <= LARGEST && (await (decoder ??= find()))
      if (!tiny) return latentPicture(latent, model)
      const decode = async () => toRgb(await tiny.decode(rows(latent, 0, 1)), 0)
      if (opened.has(tiny)) return await inTime(decode)
      opened.add(tiny)
      return await decode()
    } catch (error) {
      decoder = Promise.resolve(undefined)
      warn(`previews are coarse, for the tiny decoder cannot be used: ${(error as Error).message}`)
      return latentPicture(latent, model)
    }
  }
}
