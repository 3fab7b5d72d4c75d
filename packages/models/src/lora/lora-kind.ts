import type { LoraFile } from './lora-file'

const byTextWidth: Readonly<Record<number, string>> = {
  768: 'Stable Diffusion 1',
  1024: 'Stable Diffusion 2',
  1280: "Stable Diffusion XL's refiner",
  2048: 'Stable Diffusion XL',
}

/** What kind of model a LoRA seems to be made for, for people; undefined where its names and shapes do not say. */
export function madeFor({ layers }: Pick<LoraFile, 'layers'>): string | undefined {
  const names = [...layers.keys()]
  if (names.some((name) => /(double|single)_(transformer_)?blocks/.test(name))) return 'Flux or a relative of it'
  if (names.some((name) => /joint_blocks|lora_transformer_|^transformer_/.test(name))) return 'a diffusion transformer'
  for (const [name, { tensors }] of layers) {
    if (!/attn2_to_k$/.test(name)) continue
    const a1 = tensors.get('a1')?.shape // [from,rank], or the other way round
    const down = tensors.get('lora_down')?.shape[1] ?? tensors.get('hada_w1_b')?.shape[1] ?? (a1 && Math.max(...a1))
    if (down) return modelFor(down)
  }
  return names.some((name) => /^(lora_te2|text_encoder_2)_/.test(name)) ? 'Stable Diffusion XL' : undefined
}

/** As `madeFor` writes it, by the width of the text a UNet attends to. */
export const modelFor = (contextWidth: number): string =>
  byTextWidth[contextWidth] ?? `a model whose text is ${contextWidth} wide`
