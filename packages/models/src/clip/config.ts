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
}

/** Reads the config.json of transformers' CLIPTextModel. */
export function textEncoderConfig(file: string, json: unknown): TextEncoderConfig {
  const fields = new Fields(file, json)
  fields.only({ model_type: 'clip_text_model' })
  // transformers writes many fields that belong to other models; only those named here matter.
  return {
    vocabulary: fields.int('vocab_size', 49408),
    width: fields.int('hidden_size', 512),
    feedForward: fields.int('intermediate_size', 2048),
    layers: fields.int('num_hidden_layers', 12),
    heads: fields.int('num_attention_heads', 8),
    tokens: fields.int('max_position_embeddings', 77),
    activation: fields.choice('hidden_act', ['quick_gelu', 'gelu'], 'quick_gelu'),
    epsilon: fields.number('layer_norm_eps', 1e-5),
  }
}
