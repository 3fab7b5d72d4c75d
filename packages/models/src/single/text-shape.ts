import type { TextEncoderConfig } from '../clip/config'
import type { Shapes } from './shapes'

/** How the UNet wants its text: as Stable Diffusion 1, 2, or as SDXL's first or second encoder gives it. */
export type TextForm = 'sd1' | 'sd2' | 'xl-first' | 'xl-second'

/** The config of a text encoder in transformers' names from its shapes; its heads have 64 channels in all of CLIP. */
export function clipConfigOf(shapes: Shapes, form: TextForm): TextEncoderConfig | undefined {
  const layers = shapes.count((i) => `encoder.layers.${i}.mlp.fc1.weight`)
  return configOf(
    shapes,
    form,
    layers,
    'embeddings.position_embedding.weight',
    'embeddings.token_embedding.weight',
    'encoder.layers.0.mlp.fc1.weight',
  )
}

/** As `clipConfigOf`, in OpenCLIP's names. */
export function openClipConfigOf(shapes: Shapes, form: TextForm): TextEncoderConfig | undefined {
  const layers = shapes.count((i) => `transformer.resblocks.${i}.mlp.c_fc.weight`)
  return configOf(
    shapes,
    form,
    layers,
    'positional_embedding',
    'token_embedding.weight',
    'transformer.resblocks.0.mlp.c_fc.weight',
  )
}

function configOf(shapes: Shapes, form: TextForm, layers: number, places: string, words: string, wide: string) {
  const [[tokens, width], vocabulary, feedForward] = [
    shapes.of(places) ?? [],
    shapes.of(words)?.[0],
    shapes.of(wide)?.[0],
  ]
  if (!tokens || !width || !vocabulary || !feedForward) return undefined
  const pooled = form === 'xl-second' && (shapes.of('text_projection')?.[1] ?? shapes.of('text_projection.weight')?.[0])
  return {
    ...{ vocabulary, width, feedForward, tokens, epsilon: 1e-5, end: vocabulary - 1, heads: width / 64 },
    layers: form === 'sd2' ? layers - 1 : layers, // Stable Diffusion 2 reads the last layer but one, and normalizes it
    activation: form === 'sd1' || form === 'xl-first' ? 'quick_gelu' : 'gelu',
    hidden: form.startsWith('xl') ? 'penultimate' : 'last',
    ...(pooled && { pooled }),
  } satisfies TextEncoderConfig
}
