import { Fields } from '../fields'

export type TextEncoderConfig = {
  readonly vocabulary: number
  readonly width: number
  readonly feedForward: number
  readonly layers: number
  readonly heads: number
  readonly tokens: number
  readonly activation: 'quick_gelu' | 'gelu'
  readonly epsilon: number
  /** The id of the end marker: the text as a whole is read there. */
  readonly end: number
  /** Layers that followed in training and are left out: Stable Diffusion 2 comes without the last in diffusers' layout. */
  readonly cut: number
  /** Which layer the UNet was trained to attend to, counted from the last: 1 that one, 2 the one before it (SD 2, SDXL). */
  readonly clipSkip: number
  /** Whether the final norm comes after it, whichever it is; SDXL takes layers as they are. */
  readonly normalized: boolean
  /** Width of the text as a whole, where the UNet is told that too. */
  readonly pooled?: number
}

/** Reads the config.json of transformers' CLIPTextModel; `xl`: of CLIPTextModel and CLIPTextModelWithProjection in SDXL. */
export function textEncoderConfig(file: string, json: unknown, xl?: 'first' | 'second'): TextEncoderConfig {
  const fields = new Fields(file, json)
  fields.only({ model_type: 'clip_text_model' })
  const vocabulary = fields.int('vocab_size', 49408)
  const end = fields.int('eos_token_id', 49407)
  // transformers writes many fields that belong to other models; only those named here matter.
  return {
    vocabulary,
    width: fields.int('hidden_size', 512),
    feedForward: fields.int('intermediate_size', 2048),
    layers: fields.int('num_hidden_layers', 12),
    heads: fields.int('num_attention_heads', 8),
    tokens: fields.int('max_position_embeddings', 77),
    activation: fields.choice('hidden_act', ['quick_gelu', 'gelu'], 'quick_gelu'),
    epsilon: fields.number('layer_norm_eps', 1e-5),
    end: end === 2 ? vocabulary - 1 : end, // transformers once wrote 2 and took the largest id: https://github.com/huggingface/transformers/pull/24773
    ...{ cut: 0, clipSkip: xl ? 2 : 1, normalized: !xl },
    ...(xl === 'second' && { pooled: fields.int('projection_dim', 512) }),
  }
}
