import type { BracketRule, Prompt, SamplerName, Tokenizer, TrainingSchedule } from '@loom/diffusion'
import type { LoadedModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'

/** A checkpoint ready to run: its text encoder and UNet, the noise levels it was trained on, its vocabulary. */
export type Model = { readonly loaded: LoadedModel; readonly training: TrainingSchedule; readonly tokenizer: Tokenizer }
/** The part of a checkpoint between pixels and latents. */
export type Vae = Pick<LoadedModel, 'name' | 'latent' | 'decode' | 'encode'>
/** A text as its model sees it: context [1,tokens,D], and how much each token counts [tokens] where that is not 1. */
export type Conditioning = {
  readonly modelId: string
  readonly prompt: Prompt
  readonly context: Tensor
  readonly weights?: Float32Array
  /** How brackets in its text were read; an edit of it reads its own the same way. */
  readonly brackets: BracketRule
}
/** Noise levels to walk down among those of training, and how; from `pureNoiseFrom` up the start is noise alone. */
export type Schedule = {
  readonly sampler: SamplerName
  readonly sigmas: readonly number[]
  readonly training: TrainingSchedule
  readonly pureNoiseFrom: number
}
