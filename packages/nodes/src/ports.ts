import type { ControlNet, Upscaler } from '@loom/models'
import { port } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import type { Control } from './attention/control'
import type { AttentionRecord } from './attention/record'
import type { Hint } from './control-net/hint'
import type { Inversion } from './sampling/inverted'
import type { Conditioning, Model, Schedule, Vae } from './values'

export const model = port<Model>('model')
export const vae = port<Vae>('vae', { label: 'VAE' })
/** Stands for any text param, too. */
export const text = port<string>('text')
export const conditioning = port<Conditioning>('conditioning')
export const schedule = port<Schedule>('schedule')
/** [B,4,h,w]; h, w are pixels ÷ 8. */
export const latent = port<Tensor>('latent')
/** [B,3,H,W] in [-1,1]. */
export const image = port<Tensor>('image')
/** [B,1,H,W], 1 where something is to be done. */
export const mask = port<Tensor>('mask')
export const controlNet = port<ControlNet>('controlNet', { label: 'ControlNet' })
export const upscaler = port<Upscaler>('upscaler')
/** What ControlNets are shown, one after the other. */
export const hints = port<readonly Hint[]>('hints')
/** What a UNet made for inpainting sees beside the latent, the mask and the latent of what is outside of it: [1 or B,5,h,w]. */
export const inpainting = port<Tensor>('inpainting')
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
