import type { BracketRule, Prompt, SamplerName, Tokenizer, TrainingSchedule } from '@loom/diffusion'
import type { LoadedModel, Vae as ModelVae } from '@loom/models'
import type { Tensor } from '@loom/tensor'

/** A checkpoint ready to run: its text encoder and UNet, the noise levels it was trained on, its vocabulary. */
export type Model = { readonly loaded: LoadedModel; readonly training: TrainingSchedule; readonly tokenizer: Tokenizer }
/** The part of a checkpoint between pixels and latents. */
export type Vae = ModelVae
/**
 * A text as its model sees it: context [1,tokens,D], and how much each token counts [tokens] where that is not 1. Under SDXL
 * also the text as a whole, pooled [1,P], and what is said of the picture's size where that is not as it will be.
 */
export type Conditioning = {
  readonly modelId: string
  readonly prompt: Prompt
  readonly context: Tensor
  readonly weights?: Float32Array
  /** How brackets in its text were read; an edit of it reads its own the same way. */
  readonly brackets: BracketRule
  readonly pooled?: Tensor
  readonly said?: SaidSize
}
/** What SDXL is told of the picture it is to be, in pixels: how large it was, what was cut off, how large it is, how fine. */
export type SaidSize = {
  readonly height: number
  readonly width: number
  readonly cropTop: number
  readonly cropLeft: number
  readonly targetHeight: number
  readonly targetWidth: number
  readonly aestheticScore?: number
}
/** Noise levels to walk down among those of training, and how; from `pureNoiseFrom` up the start is noise alone. */
export type Schedule = {
  readonly sampler: SamplerName
  readonly sigmas: readonly number[]
  readonly training: TrainingSchedule
  readonly pureNoiseFrom: number
}
