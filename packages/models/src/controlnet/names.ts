import { originalUnetName } from '../single/unet-names'
import type { ControlNetConfig } from './config'

/** What the files of ControlNet's authors call the tensor that diffusers calls `name`. */
export function originalControlNetName(name: string, config: ControlNetConfig): string {
  const hint = (index: number) => `input_hint_block.${2 * index}.` // an activation stands between two convolutions
  return originalUnetName(name, config)
    .replace(/^controlnet_down_blocks\.(\d+)\./, 'zero_convs.$1.0.')
    .replace('controlnet_mid_block.', 'middle_block_out.0.')
    .replace('controlnet_cond_embedding.conv_in.', hint(0))
    .replace(/^controlnet_cond_embedding\.blocks\.(\d+)\./, (_, i) => hint(Number(i) + 1))
    .replace('controlnet_cond_embedding.conv_out.', hint(2 * config.hintWidths.length - 1))
}
