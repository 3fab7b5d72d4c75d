import type { UNetConfig } from '../unet/config'

const inResnet: Readonly<Record<string, string>> = {
  norm1: 'in_layers.0',
  conv1: 'in_layers.2',
  time_emb_proj: 'emb_layers.1',
  norm2: 'out_layers.0',
  conv2: 'out_layers.3',
  conv_shortcut: 'skip_connection',
}
const outside: Readonly<Record<string, string>> = {
  'time_embedding.linear_1': 'time_embed.0',
  'time_embedding.linear_2': 'time_embed.2',
  'add_embedding.linear_1': 'label_emb.0.0',
  'add_embedding.linear_2': 'label_emb.0.2',
  conv_in: 'input_blocks.0.0',
  conv_norm_out: 'out.0',
  conv_out: 'out.2',
}

/** What the files of Stable Diffusion's authors call the UNet's tensor that diffusers calls `name`. */
export function originalUnetName(name: string, { blocks }: UNetConfig): string {
  const [, layer, end] = /^(.*)\.(weight|bias)$/.exec(name) ?? []
  if (!layer) return name
  if (outside[layer]) return `${outside[layer]}.${end}`
  const [, stage, block, kind, index, rest] = /^(down|mid|up)_block(?:s\.(\d+))?\.(\w+)\.(\d+)\.(.*)$/.exec(layer) ?? []
  if (!stage) return name
  const [i, j] = [Number(block ?? 0), Number(index)]
  const inner = kind === 'resnets' ? (inResnet[rest!] ?? rest) : rest
  if (stage === 'mid') return `middle_block.${kind === 'attentions' ? 1 : 2 * j}.${inner}.${end}`
  const order = stage === 'down' ? blocks : [...blocks].reverse()
  const before = order.slice(0, i).reduce((all, { resnets }) => all + resnets + 1, 0) // every block has one more: down- or upsampler, or skip
  const part = { resnets: '0', attentions: '1', downsamplers: '0', upsamplers: order[i]?.up ? '2' : '1' }[kind!]
  if (stage === 'down') {
    const at = 1 + before + (kind === 'downsamplers' ? order[i]!.resnets : j)
    return `input_blocks.${at}.${part}.${kind === 'downsamplers' ? 'op' : inner}.${end}`
  }
  return `output_blocks.${before + (kind === 'upsamplers' ? order[i]!.resnets : j)}.${part}.${inner}.${end}`
}
