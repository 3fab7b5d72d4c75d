import { ModelError } from '../error'
import type { Shapes } from '../single/shapes'
import { addedOf, attentionOf, unetConfigOf } from '../single/unet-shape'
import type { UNetBlock, UNetConfig } from '../unet/config'
import type { ControlNetConfig } from './config'

/** The config of a ControlNet in the layout of its authors, from its shapes. */
export function originalConfigOf(shapes: Shapes, file: string): ControlNetConfig {
  const count = (shapes.count((i) => `input_hint_block.${2 * i}.weight`) - 2) / 2
  return { ...unetConfigOf(shapes, file), ...hintOf(shapes, (i) => `input_hint_block.${4 * i}`, count + 1) }
}

/** The same in the layout of diffusers. */
export function diffusersConfigOf(shapes: Shapes, file: string): ControlNetConfig {
  const depthOf = (at: string) => shapes.count((k) => `${at}.transformer_blocks.${k}.attn2.to_k.weight`)
  const resnet = (i: number, j: number) => `down_blocks.${i}.resnets.${j}.conv1.weight`
  const [first, inChannels] = shapes.of('conv_in.weight') as [number, number]
  const mid = 'mid_block.attentions.0'
  const context = shapes.of(`${mid}.transformer_blocks.0.attn2.to_k.weight`)
  if (!context) throw new ModelError(`${file} has a ControlNet without attention to a text, which is not read`)
  const linearProjection = shapes.of(`${mid}.proj_in.weight`)?.length === 2
  const blocks = Array.from({ length: shapes.count((i) => resnet(i, 0)) }, (_, i): UNetBlock => {
    const channels = shapes.of(resnet(i, 0))![0]!
    const down = attentionOf(channels, depthOf(`down_blocks.${i}.attentions.0`), linearProjection)
    return { channels, resnets: shapes.count((j) => resnet(i, j)), down, up: undefined }
  })
  const added = addedOf(shapes.of('add_embedding.linear_1.weight')?.[1], file, 1280)
  const unet: UNetConfig = {
    ...{ inChannels, outChannels: inChannels, blocks, linearProjection, contextWidth: context[1]! },
    mid: attentionOf(blocks.at(-1)!.channels, depthOf(mid), linearProjection),
    ...{ groups: Math.min(32, first), epsilon: 1e-5, flipSinToCos: true, frequencyShift: 0 },
    ...(added && { added }),
  }
  const at = 'controlnet_cond_embedding'
  const widening = shapes.count((i) => `${at}.blocks.${2 * i + 1}.weight`)
  const hint = (i: number) => (i === 0 ? `${at}.conv_in` : `${at}.blocks.${2 * i - 1}`)
  return { ...unet, ...hintOf(shapes, hint, widening + 1) }
}

/** What the convolutions that widen the hint say. */
function hintOf(shapes: Shapes, at: (i: number) => string, count: number) {
  const weight = (i: number) => shapes.of(`${at(i)}.weight`)
  return {
    hintChannels: weight(0)?.[1] ?? 3,
    hintWidths: Array.from({ length: count }, (_, i) => weight(i)?.[0] ?? 0),
  }
}
