import { originalUnetName } from '../single/unet-names'
import type { UNetConfig } from '../unet/config'

/** The part of a model that a layer belongs to. */
export type ModelPart =
  | { readonly kind: 'unet'; readonly config: UNetConfig }
  /** `order`: the model's only text encoder, or SDXL's first or second. */
  | { readonly kind: 'text'; readonly order: 'only' | 'first' | 'second' }

/** A tensor's layer under one spelling: trainers differ in dots, underscores and in what they wrap around the model. */
export const spelled = (layer: string): string =>
  layer
    .replace(/^base_model\.model\./, '')
    .replaceAll('.', '_')
    .replace(/_processor_/, '_')
    .replace(/_to_out$/, '_to_out_0')

const textPrefixes = {
  only: ['lora_te', 'lora_te1', 'text_encoder'],
  first: ['lora_te1', 'text_encoder'],
  second: ['lora_te2', 'text_encoder_2'],
} as const

/**
 * What trainers call the layer at `path` of a part, as `spelled` writes it: kohya's `lora_unet_…`, also with the names of
 * Stable Diffusion's authors, LyCORIS, ComfyUI, diffusers' and PEFT's `unet.…`, and names of a part saved on its own.
 */
export function loraNames(part: ModelPart, path: string): string[] {
  if (part.kind === 'unet') {
    const own = spelled(path)
    const original = spelled(originalUnetName(`${path}.weight`, part.config).replace(/\.weight$/, ''))
    return [
      ...['lora_unet', 'lycoris', 'unet'].map((prefix) => `${prefix}_${own}`),
      ...['lora_unet', 'diffusion_model'].map((prefix) => `${prefix}_${original}`),
      own,
    ]
  }
  const own = spelled(path.replace(/^text_model\./, ''))
  const prefixes: readonly string[] = textPrefixes[part.order]
  const alone = part.order === 'only' ? [`text_model_${own}`] : []
  return [...prefixes.flatMap((prefix) => [`${prefix}_text_model_${own}`, `${prefix}_${own}`]), ...alone]
}
