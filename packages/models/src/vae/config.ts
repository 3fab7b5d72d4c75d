import { Fields } from '../fields'

/** Between which pictures and latents an autoencoder goes. */
export type PictureForm = {
  readonly imageChannels: number
  readonly latentChannels: number
  /** A latent as the UNet sees it is (mean − shift) · scaling. */
  readonly scaling: number
  readonly shift: number
  /** Pixels per latent pixel along a side. */
  readonly downscale: number
  /** Whether values leave float16: SDXL's do, unless it was finetuned not to. */
  readonly wide: boolean
}

export type VaeConfig = PictureForm & {
  /** Channels per resolution, from pixels down. */
  readonly channels: readonly number[]
  readonly resnets: number
  readonly groups: number
  readonly midAttention: boolean
  readonly quantConv: boolean
  readonly postQuantConv: boolean
}

const xlScaling = 0.13025
/** `forceUpcast`: as diffusers' config has it, where there is one; there it counts for SDXL alone. */
export const isWide = (scaling: number, forceUpcast = true): boolean => forceUpcast && scaling === xlScaling

/** Reads the config.json of diffusers' AutoencoderKL. */
export function vaeConfig(file: string, json: unknown): VaeConfig {
  const fields = new Fields(file, json)
  fields.only({ _class_name: 'AutoencoderKL', act_fn: 'silu', latents_mean: null, latents_std: null })
  fields.ignore('sample_size')
  const channels = fields.ints('block_out_channels')
  fields.choices('down_block_types', ['DownEncoderBlock2D'], channels.length)
  fields.choices('up_block_types', ['UpDecoderBlock2D'], channels.length)
  const imageChannels = fields.int('in_channels', 3)
  fields.only({ out_channels: imageChannels })
  const scaling = fields.number('scaling_factor', 0.18215)
  const config: VaeConfig = {
    imageChannels,
    latentChannels: fields.int('latent_channels', 4),
    channels,
    resnets: fields.int('layers_per_block', 1),
    groups: fields.int('norm_num_groups', 32),
    midAttention: fields.bool('mid_block_add_attention', true),
    quantConv: fields.bool('use_quant_conv', true),
    postQuantConv: fields.bool('use_post_quant_conv', true),
    scaling,
    shift: fields.number('shift_factor', 0),
    downscale: 2 ** (channels.length - 1),
    wide: isWide(scaling, fields.bool('force_upcast', true)),
  }
  if (scaling === 0) fields.fail('scaling_factor', 0, 'a number other than 0 is expected')
  fields.end()
  return config
}
