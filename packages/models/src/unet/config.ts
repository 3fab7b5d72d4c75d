import { Fields } from '../fields'

export type UNetConfig = {
  readonly inChannels: number
  readonly outChannels: number
  /** From the highest resolution to the lowest; the way up has the same blocks backwards. */
  readonly blocks: readonly UNetBlock[]
  readonly mid: Attention | undefined
  readonly contextWidth: number
  readonly groups: number
  readonly epsilon: number
  readonly linearProjection: boolean
  readonly flipSinToCos: boolean
  readonly frequencyShift: number
  readonly added?: Added
}

/** What SDXL is told beside the context: the text as a whole, of a width, and numbers, each as a wave of so many values. */
export type Added = { readonly pooled: number; readonly numbers: number; readonly wave: number }

export type Attention = { readonly heads: number; readonly layers: number }
export type UNetBlock = {
  readonly channels: number
  readonly resnets: number
  /** What the block attends with on the way down and up; undefined where it does not. */
  readonly down: Attention | undefined
  readonly up: Attention | undefined
}

/** Reads the config.json of diffusers' UNet2DConditionModel; `pooled`: width of the text as a whole, where it is encoded. */
export function unetConfig(file: string, json: unknown, pooled?: number): UNetConfig {
  const fields = new Fields(file, json)
  fields.only({
    _class_name: 'UNet2DConditionModel',
    ...{ act_fn: 'silu', mid_block_type: 'UNetMidBlock2DCrossAttn', time_embedding_type: 'positional' },
    ...{ center_input_sample: false, only_cross_attention: false, dual_cross_attention: false },
    ...{ mid_block_only_cross_attention: false, downsample_padding: 1, mid_block_scale_factor: 1 },
    ...{
      class_embed_type: null,
      num_class_embeds: null,
      encoder_hid_dim: null,
      encoder_hid_dim_type: null,
    },
    ...{ resnet_time_scale_shift: 'default', resnet_skip_time_act: false, resnet_out_scale_factor: 1 },
    ...{ time_cond_proj_dim: null, time_embedding_act_fn: null, timestep_post_act: null, time_embedding_dim: null },
    ...{ conv_in_kernel: 3, conv_out_kernel: 3, attention_type: 'default', cross_attention_norm: null },
    ...{ num_attention_heads: null, reverse_transformer_layers_per_block: null, class_embeddings_concat: false },
  })
  fields.ignore('sample_size', 'dropout')
  fields.ignore('upcast_attention') // the kind says it, see `spatialTransformer`
  fields.ignore('addition_embed_type_num_heads')

  const channels = fields.ints('block_out_channels')
  const count = channels.length
  const down = fields.choices('down_block_types', ['DownBlock2D', 'CrossAttnDownBlock2D'], count)
  const up = [...fields.choices('up_block_types', ['UpBlock2D', 'CrossAttnUpBlock2D'], count)].reverse()
  const resnets = fields.perBlock('layers_per_block', count, 2)
  // diffusers calls it a dimension and uses it as the number of heads: https://github.com/huggingface/diffusers/issues/2011
  const heads = fields.perBlock('attention_head_dim', count, 8)
  const layers = fields.perBlock('transformer_layers_per_block', count, 1)
  const attention = (i: number, type: string): Attention | undefined =>
    type.startsWith('CrossAttn') ? { heads: heads[i]!, layers: layers[i]! } : undefined

  const added = addedConfig(fields, pooled)

  const config: UNetConfig = {
    inChannels: fields.int('in_channels', 4),
    outChannels: fields.int('out_channels', 4),
    blocks: channels.map((channels, i) => ({
      channels,
      resnets: resnets[i]!,
      down: attention(i, down[i]!),
      up: attention(i, up[i]!),
    })),
    mid: { heads: heads[count - 1]!, layers: layers[count - 1]! },
    contextWidth: fields.int('cross_attention_dim', 1280),
    groups: fields.int('norm_num_groups', 32),
    epsilon: fields.number('norm_eps', 1e-5),
    linearProjection: fields.bool('use_linear_projection', false),
    flipSinToCos: fields.bool('flip_sin_to_cos', true),
    frequencyShift: fields.number('freq_shift', 0),
    ...(added && { added }),
  }
  fields.end()
  return config
}

/** SDXL's input beside the context, of which the config says only the width of both together. */
function addedConfig(fields: Fields, pooled: number | undefined): Added | undefined {
  const wave = fields.int('addition_time_embed_dim', 256)
  const width = fields.int('projection_class_embeddings_input_dim', 1)
  if (fields.choice('addition_embed_type', ['text_time', 'none'], 'none') === 'none') return undefined
  if (!pooled) return fields.fail('addition_embed_type', 'text_time', 'a second text encoder is needed for it')
  const numbers = (width - pooled) / wave
  if (numbers !== 5 && numbers !== 6)
    fields.fail(
      'projection_class_embeddings_input_dim',
      width,
      `${pooled + 5 * wave} or ${pooled + 6 * wave} is expected`,
    )
  return { pooled, numbers, wave }
}
