import { ModelError } from '../error'
import type { Added, Attention, UNetConfig } from '../unet/config'
import type { Shapes } from './shapes'

type Block = { channels: number; resnets: number; depth: number; upDepth: number }

/**
 * The config of a UNet in the layout of Stable Diffusion's authors, from its shapes. `pooled`: width of the text as a whole.
 * What no shape tells: Stable Diffusion 1 has 8 heads everywhere, 2 and XL heads of 64 channels.
 */
export function unetConfigOf(shapes: Shapes, file: string, pooled = 1280): UNetConfig {
  const [first, inChannels] = shapes.of('input_blocks.0.0.weight') as [number, number]
  const blocks = blocksOf(shapes)
  const attended = (at: string) => shapes.of(`${at}.1.transformer_blocks.0.attn2.to_k.weight`)
  const place = [...Array(shapes.count((n) => inputName(shapes, n))).keys()].find((n) => attended(`input_blocks.${n}`))
  const context = attended(place === undefined ? 'middle_block' : `input_blocks.${place}`)
  if (blocks.length === 0 || !context)
    throw new ModelError(`${file} has a UNet without attention to a text, which is not read`)
  const linearProjection = shapes.of(`input_blocks.${place}.1.proj_in.weight`)?.length === 2
  const attention = (channels: number, layers: number): Attention | undefined =>
    layers > 0 ? { heads: linearProjection ? channels / 64 : 8, layers } : undefined
  const lowest = blocks.at(-1)!
  const added = addedOf(shapes, file, pooled)
  return {
    inChannels,
    outChannels: shapes.of('out.2.weight')?.[0] ?? 4,
    blocks: blocks.map(({ channels, resnets, depth, upDepth }) => ({
      channels,
      resnets,
      down: attention(channels, depth),
      up: attention(channels, upDepth),
    })),
    mid: attention(lowest.channels, depthOf(shapes, 'middle_block')),
    contextWidth: context[1]!,
    groups: Math.min(32, first),
    epsilon: 1e-5,
    linearProjection,
    flipSinToCos: true,
    frequencyShift: 0,
    ...(added && { added }),
  }
}

const depthOf = (shapes: Shapes, at: string): number =>
  shapes.count((k) => `${at}.1.transformer_blocks.${k}.attn2.to_k.weight`)

/** The first tensor of input block n, whichever kind it is. */
function inputName(shapes: Shapes, n: number): string {
  const names = ['0.weight', '0.op.weight', '0.in_layers.2.weight'].map((name) => `input_blocks.${n}.${name}`)
  return names.find((name) => shapes.has(name)) ?? names[0]!
}

function blocksOf(shapes: Shapes): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  const count = shapes.count((n) => inputName(shapes, n))
  for (let n = 1; n < count; n++) {
    const conv = shapes.of(`input_blocks.${n}.0.in_layers.2.weight`)
    if (!conv)
      open = undefined // a downsampler ends its block
    else {
      if (!open)
        blocks.push(
          (open = { channels: conv[0]!, resnets: 0, depth: depthOf(shapes, `input_blocks.${n}`), upDepth: 0 }),
        )
      open.resnets++
    }
  }
  let at = 0
  for (const block of [...blocks].reverse()) {
    block.upDepth = depthOf(shapes, `output_blocks.${at}`)
    at += block.resnets + 1
  }
  return blocks
}

function addedOf(shapes: Shapes, file: string, pooled: number): Added | undefined {
  const width = shapes.of('label_emb.0.0.weight')?.[1]
  if (width === undefined) return undefined
  const wave = 256
  const numbers = (width - pooled) / wave
  if (numbers === 5 || numbers === 6) return { pooled, numbers, wave }
  throw new ModelError(
    `${file} has a UNet that is told ${width} values beside its text (an unCLIP model?), which is not read`,
  )
}
