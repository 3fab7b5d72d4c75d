import { basename } from 'node:path'
import { onItsDevice } from './choose-device'
import { ModelError } from './error'
import { isFile } from './read-model'
import type { SessionOptions } from './session'
import { Sessions } from './sessions'
import { readVaeFile } from './single/single-file'
import type { TinyVaeConfig } from './tiny-vae/config'
import { tinyVaeDecoder } from './tiny-vae/decoder'
import { tinyVaeEncoder } from './tiny-vae/encoder'
import { encoderBeside, readTinyVaeFile, readTinyVaeFolder } from './tiny-vae/read'
import { klGraphs, type LatentForm, openVae, type Vae, type VaeGraphs } from './vae/vae'

/** Opens the VAE at `path`, a file or a folder of a tiny one, for the latents of a model. */
export async function openVaeFile(
  path: string,
  { scalingFactor, space }: Pick<LatentForm, 'scalingFactor' | 'space'>,
  options: SessionOptions = {},
): Promise<Vae & { dispose(): Promise<void> }> {
  const tiny = isFile(path) ? await readTinyVaeFile(path) : await readTinyVaeFolder(path)
  const sessions = new Sessions([path], await onItsDevice(options))
  const name = basename(path)
  const vae = tiny
    ? await openVae(name, tiny, tinyGraphs(path), sessions)
    : await openVae(name, await readVaeFile(path, scalingFactor), klGraphs, sessions)
  const latent = { ...vae.latent, scalingFactor, ...(space && { space }) }
  return { ...vae, latent, dispose: () => sessions.dispose() }
}

const tinyGraphs = (path: string): VaeGraphs<TinyVaeConfig> => ({
  decoder: tinyVaeDecoder,
  encoder(weights, config) {
    if (config.encoderBlocks.length > 0) return tinyVaeEncoder(weights, config)
    const file = encoderBeside(path)
    const remedy = file ? `put its encoder beside it as ${basename(file)}` : "encode with the model's own VAE"
    throw new ModelError(`${basename(path)} only decodes; ${remedy}`)
  },
})
