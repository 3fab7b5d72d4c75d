import { fingerprint, type LatentSpace } from '@loom/models'
import type { Host, ListedModel } from '@loom/runtime'
import type { Vae } from '../values'
import { vaeAt } from './open-models'

type Where = Pick<Host, 'models' | 'device'>

/** Names that published tiny decoders begin with, as ComfyUI finds them; nothing in the files says whose latents they decode. */
const names: Readonly<Record<LatentSpace, RegExp>> = { sd: /^taesd(?!xl|3)/i, sdxl: /^taesdxl/i }

const fileFor = (space: LatentSpace, { models }: Where): ListedModel | undefined =>
  models.listed().find(({ name, role }) => role === 'vae' && names[space].test(name.split('/').at(-1)!))

/** A small decoder of the latents that a VAE decodes: the one its model brings, or a TAESD among the models. */
export async function tinyDecoderOf({ preview, latent }: Vae, where: Where): Promise<Vae | undefined> {
  if (preview) return preview
  const file = latent.space && fileFor(latent.space, where)
  return file && vaeAt(where.models.locate(file.name), latent, { device: where.device })
}

/** What would have to be there, in a sentence. */
export function missingTinyDecoder({ name, latent: { space } }: Vae): string {
  if (!space) return `${name} brings no tiny decoder, and there is none for its latents`
  const file = space === 'sd' ? 'taesd_decoder.safetensors' : 'taesdxl_decoder.safetensors'
  return `there is no tiny decoder for ${name}; put ${file} into a models folder`
}

/** Changes when another tiny decoder may be found. */
export const tinyDecoderState = ({ models }: Pick<Where, 'models'>): string =>
  models
    .listed()
    .filter(({ role, name }) => role === 'vae' && /taesd/i.test(name))
    .map(({ name }) => `${name} ${fingerprint(models.locate(name))}`)
    .join()
