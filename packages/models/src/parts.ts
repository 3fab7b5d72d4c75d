import type { Weights } from '@loom/onnx-graph'
import type { TextEncoderConfig } from './clip/config'
import type { SchedulerConfig } from './scheduler'
import type { TokenizerFiles } from './tokenizer'
import type { UNetConfig } from './unet/config'
import type { VaeConfig } from './vae/config'

/** A part of a model: its config, and its weights under the names that diffusers gives them. `file` is named in messages. */
export type Component<Config> = {
  readonly config: Config
  readonly file: string
  readonly open: () => Promise<Weights>
}

/** A text encoder; `pad`: the id that fills up its texts. */
export type TextPart = Component<TextEncoderConfig> & { readonly pad: number }

/** What a model consists of, read and checked; no weights are opened. */
export type ModelParts = {
  readonly path: string
  /** All that must not change while the model is open, where that is more than `path`. */
  readonly paths?: readonly string[]
  readonly name: string
  /** One, or two whose outputs stand side by side. None where the file comes without. */
  readonly textEncoders: readonly TextPart[]
  readonly unet: Component<UNetConfig>
  readonly vae?: Component<VaeConfig>
  /** A small decoder of the VAE's latents, for previews. */
  readonly preview?: Component<VaeConfig>
  /** Latents are scaled by this before the UNet sees them. */
  readonly latentScaling: number
  readonly scheduler: SchedulerConfig
  /** The vocabulary where the model brings it; all Stable Diffusion models have the same. */
  readonly tokenizer?: TokenizerFiles
  readonly latentRgb?: LatentRgb
}

/** All that must not change while the model is open. */
export const pathsOf = ({ path, paths = [path] }: ModelParts): readonly string[] => paths

/** Turns a latent pixel into red, green and blue in [-1,1]: factors [channels][3] and a bias [3]. */
export type LatentRgb = { readonly factors: number[][]; readonly bias: number[] }
