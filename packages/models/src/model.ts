import { type EncodedText, openTextEncoders } from './clip/text-encoders'
import { fingerprint } from './fingerprint'
import type { LatentRgb } from './parts'
import { readModel } from './read-model'
import type { SchedulerConfig } from './scheduler'
import type { SessionOptions } from './session'
import { Sessions } from './sessions'
import type { TokenizerFiles } from './tokenizer'
import { type Denoiser, openDenoiser } from './unet/denoiser'
import { noVae, openVae, type Vae } from './vae/vae'

/** A text encoder, a UNet and a VAE that belong together. Each is loaded when it is first asked for, and kept until `dispose`. */
export interface LoadedModel extends Denoiser, Vae {
  /** Changes when the model's files do; part of cache keys. */
  readonly id: string
  readonly schedulerConfig: SchedulerConfig
  readonly tokenizer?: TokenizerFiles
  readonly latentRgb?: LatentRgb
  /** ids [B][77] → context [B,77,D], and for SDXL pooled [B,P] */
  encodeText(ids: readonly (readonly number[])[]): Promise<EncodedText>
  dispose(): Promise<void>
}

/** Opens the file or diffusers folder at `path`; its configs and where its weights lie are checked now, sessions made later. */
export async function openModel(path: string, options: SessionOptions = {}): Promise<LoadedModel> {
  const parts = await readModel(path)
  const { name, tokenizer, latentRgb } = parts
  const sessions = new Sessions(parts.path, options)
  const vae = parts.vae
    ? await openVae(name, parts.vae, sessions)
    : noVae(name, parts.unet.config.outChannels, parts.latentScaling)
  return {
    id: fingerprint(path) + (options.precision === 'int8' ? ' int8' : ''),
    ...vae,
    ...(await openDenoiser(name, parts.unet, vae.latent.downscale, sessions)),
    encodeText: await openTextEncoders(name, parts.textEncoders, sessions),
    schedulerConfig: parts.scheduler,
    ...(tokenizer && { tokenizer }),
    ...(latentRgb && { latentRgb }),
    dispose: () => sessions.dispose(),
  }
}
