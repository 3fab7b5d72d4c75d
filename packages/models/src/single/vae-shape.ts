import { isWide, type VaeConfig } from '../vae/config'
import type { Shapes } from './shapes'

/** How a file names the resnets of its decoder, `i` counted from the pixels. */
type Resnet = (i: number, j: number) => string
const original: Resnet = (i, j) => `decoder.up.${i}.block.${j}.conv1.weight`

/** Whether a VAE, in either layout, is there. */
export const hasVae = (shapes: Shapes): boolean => shapes.has(original(0, 0)) || shapes.has(diffusers(0, 0, 1))
const diffusers = (i: number, j: number, levels: number) =>
  `decoder.up_blocks.${levels - 1 - i}.resnets.${j}.conv1.weight`

/** The config of a VAE from its shapes, in the layout of Stable Diffusion's authors or of diffusers. */
export function vaeConfigOf(shapes: Shapes, scaling: number): VaeConfig & { readonly original: boolean } {
  const isOriginal = shapes.has(original(0, 0))
  const levels = shapes.count((i) => (isOriginal ? original(i, 0) : diffusers(0, 0, i + 1)))
  const resnet: Resnet = isOriginal ? original : (i, j) => diffusers(i, j, levels)
  const [latentChannels, imageChannels] = [
    shapes.of('decoder.conv_in.weight')?.[1],
    shapes.of('decoder.conv_out.weight')?.[0],
  ]
  const attention = ['decoder.mid.attn_1.norm.weight', 'decoder.mid_block.attentions.0.group_norm.weight']
  return {
    imageChannels: imageChannels ?? 3,
    latentChannels: latentChannels ?? 4,
    channels: Array.from({ length: levels }, (_, i) => shapes.of(resnet(i, 0))![0]!),
    resnets: shapes.count((j) => resnet(0, j)) - 1,
    groups: 32,
    midAttention: attention.some((name) => shapes.has(name)),
    quantConv: shapes.has('quant_conv.weight'),
    postQuantConv: shapes.has('post_quant_conv.weight'),
    scaling,
    shift: 0,
    downscale: 2 ** (levels - 1),
    wide: isWide(scaling),
    original: isOriginal,
  }
}
