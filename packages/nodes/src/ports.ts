import type { Prompt, SamplerName, Tokenizer, TrainingSchedule } from '@loom/diffusion'
import type { LoadedModel } from '@loom/models'
import { port } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import type { Control } from './attention/control'
import type { AttentionRecord } from './attention/record'
import type { Inversion } from './sampling/inverted'

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
}
/** Noise levels to walk down, and how; from `pureNoiseFrom` up the start is noise alone. */
export type Schedule = {
  readonly sampler: SamplerName
  readonly sigmas: readonly number[]
  readonly pureNoiseFrom: number
}

export const model = port<Model>('model')
export const vae = port<Vae>('vae', { label: 'VAE' })
export const conditioning = port<Conditioning>('conditioning')
export const schedule = port<Schedule>('schedule')
/** [B,4,h,w]; h, w are pixels ÷ 8. */
export const latent = port<Tensor>('latent')
/** [B,3,H,W] in [-1,1]. */
export const image = port<Tensor>('image')
export const attentionControl = port<Control>('control')
export const attention = port<AttentionRecord>('attention')
/** Heat of words at the latent's size: maps [words,1,h,w], attention per pixel. */
export const heat = port<{ readonly words: readonly string[]; readonly maps: Tensor }>('heat')
export const inversion = port<Inversion>('inversion')
/** How the places of a run's first picture attend to each other, mean over steps, heads and layers: map [h·w,h·w]; pixels. */
export const selfAttention = port<{
  readonly map: Tensor
  readonly mapHeight: number
  readonly mapWidth: number
  readonly height: number
  readonly width: number
}>('selfAttention')
