import { Fields } from '../fields'
import type { PictureForm } from '../vae/config'

/** How a tiny autoencoder (TAESD) is built: https://github.com/madebyollin/taesd */
export type TinyVaeConfig = PictureForm & {
  /** Of every layer but the first and the last. */
  readonly width: number
  /** Blocks per resolution, from latents up. */
  readonly decoderBlocks: readonly number[]
  /** Blocks per resolution, from pixels down; none where there is no encoder. */
  readonly encoderBlocks: readonly number[]
}

/** Reads the config.json of diffusers' AutoencoderTiny. */
export function tinyVaeConfig(file: string, json: unknown): TinyVaeConfig {
  const fields = new Fields(file, json)
  fields.only({ _class_name: 'AutoencoderTiny', act_fn: 'relu', upsample_fn: 'nearest', upsampling_scaling_factor: 2 })
  fields.only({ in_channels: 3, out_channels: 3 })
  // The magnitude and shift are of a way to keep latents as pictures, which is no part of decoding.
  fields.ignore('latent_magnitude', 'latent_shift', 'force_upcast')
  const decoderBlocks = fields.ints('num_decoder_blocks')
  const encoderBlocks = fields.ints('num_encoder_blocks')
  if (encoderBlocks.length !== decoderBlocks.length)
    fields.fail('num_encoder_blocks', encoderBlocks, `${decoderBlocks.length} numbers are expected, as of the decoder`)
  const keys = ['decoder_block_out_channels', 'encoder_block_out_channels', 'block_out_channels'] as const
  const widths = keys.flatMap((key) => fields.optionalNumbers(key) ?? [])
  const width = widths[0] ?? 64
  if (widths.some((other) => other !== width)) fields.fail(keys[0], widths, 'one width for all layers is expected')
  const config: TinyVaeConfig = {
    ...{
      imageChannels: 3,
      latentChannels: fields.int('latent_channels', 4),
      downscale: 2 ** (decoderBlocks.length - 1),
    },
    ...{ scaling: fields.number('scaling_factor', 1), shift: fields.number('shift_factor', 0) },
    ...{ width, decoderBlocks, encoderBlocks, wide: true }, // few layers: always in float32
  }
  if (config.scaling === 0) fields.fail('scaling_factor', 0, 'a number other than 0 is expected')
  fields.end()
  return config
}
