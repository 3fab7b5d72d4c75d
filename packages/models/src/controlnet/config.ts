import { Fields } from '../fields'
import { type UNetConfig, unetConfig } from '../unet/config'

/** The way down of a UNet, and how the hint picture is brought to it. */
export type ControlNetConfig = UNetConfig & {
  readonly hintChannels: number
  /** Channels of the hint on its way to the size of the latent, which halves it from each to the next. */
  readonly hintWidths: readonly number[]
}

/** Reads the config.json of diffusers' ControlNetModel; what it shares with a UNet is named as there. */
export function controlNetConfig(file: string, json: unknown): ControlNetConfig {
  const own = new Fields(file, json) // refuses what is no object
  own.only({
    _class_name: 'ControlNetModel',
    controlnet_conditioning_channel_order: 'rgb',
    global_pool_conditions: false,
  })
  const hintChannels = own.int('conditioning_channels', 3)
  const hintWidths = own.ints('conditioning_embedding_out_channels')
  const shared = { ...(json as Record<string, unknown>), _class_name: 'UNet2DConditionModel' }
  for (const key of Object.keys(shared))
    if (/^(conditioning|controlnet|global_pool)_/.test(key)) delete shared[key as never]
  const down = Array.isArray(json) ? [] : (json as { down_block_types?: unknown }).down_block_types
  const up = Array.isArray(down) ? [...down].reverse().map((type) => `${type}`.replace('Down', 'Up')) : down
  const unet = unetConfig(file, { ...shared, up_block_types: up }, pooledWidth(json as Record<string, unknown>))
  return { ...unet, hintChannels, hintWidths }
}

/** Width of the text as a whole: what SDXL is told beside 6 numbers. */
function pooledWidth(json: Record<string, unknown>): number | undefined {
  const { projection_class_embeddings_input_dim: width, addition_time_embed_dim: wave } = json
  return typeof width === 'number' && typeof wave === 'number' ? width - 6 * wave : undefined
}
