import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Weights } from '@loom/onnx-graph'
import { type Checkpoint, readCheckpoint } from '../checkpoint'
import { ModelError } from '../error'
import { exists, findWeights, readJson } from '../files'
import type { Component } from '../parts'
import { Shapes } from '../single/shapes'
import { renamed } from '../single/views'
import { type TinyVaeConfig, tinyVaeConfig } from './config'

/** Where a file keeps its layers; `first`: how it counts the decoder's first convolution. */
type Layout = { readonly decoder: string; readonly encoder: string; readonly first: number }
const layouts: readonly Layout[] = [
  { decoder: 'decoder.layers.', encoder: 'encoder.layers.', first: 0 },
  { decoder: 'taesd_decoder.', encoder: 'taesd_encoder.', first: 1 }, // its clamping counts as a layer
  { decoder: '', encoder: '', first: 1 }, // a file for each of the two
]

/** A folder of diffusers that holds a tiny autoencoder. */
export async function isTinyVaeFolder(folder: string): Promise<boolean> {
  const config = await readJson(join(folder, 'config.json'), true).catch(() => undefined)
  return (config as { _class_name?: unknown } | undefined)?._class_name === 'AutoencoderTiny'
}

/** Reads a folder of diffusers with a tiny autoencoder. */
export async function readTinyVaeFolder(folder: string): Promise<Component<TinyVaeConfig>> {
  const json = join(folder, 'config.json')
  const config = tinyVaeConfig(json, await readJson(json))
  const file = findWeights(folder)
  return { config, file, open: () => readCheckpoint(file) }
}

/** Reads a tiny autoencoder in a file, in diffusers' names or its author's; undefined where the file is something else. */
export async function readTinyVaeFile(path: string): Promise<Component<TinyVaeConfig> | undefined> {
  const file = await realpath(path).catch(() => resolve(path))
  const all = await readCheckpoint(file)
  const layout = layouts.find(({ decoder, first }) => all.names.includes(`${decoder}${first + 2}.conv.0.weight`))
  if (!layout || isEncoder(all)) return undefined
  const encoder = layout.encoder === '' ? await readBeside(path) : all
  const weights = withDiffusersNames(all, encoder, layout)
  const config = configOf(weights)
  const { length } = config.encoderBlocks
  if (length > 0 && length !== config.decoderBlocks.length)
    throw new ModelError(`${file}: its decoder has ${config.decoderBlocks.length} resolutions, its encoder ${length}`)
  return { config, file, open: async () => weights }
}

const isEncoder = ({ names }: Checkpoint): boolean => names.includes('1.conv.0.weight')

/** Where the encoder lies of a tiny autoencoder in two files: beside `taesd_decoder.pth` as `taesd_encoder.pth`. */
export function encoderBeside(path: string): string | undefined {
  const name = basename(path)
  const other = name.replace(/decoder/i, 'encoder')
  return other === name ? undefined : join(dirname(path), other)
}

async function readBeside(path: string): Promise<Checkpoint | undefined> {
  const beside = encoderBeside(resolve(path))
  return beside !== undefined && (await exists(beside)) ? readCheckpoint(await realpath(beside)) : undefined
}

function withDiffusersNames(decoder: Weights, encoder: Weights | undefined, layout: Layout): Weights {
  const decoderName = (name: string) =>
    name.replace(/^decoder\.layers\.(\d+)/, (_, at) => `${layout.decoder}${Number(at) + layout.first}`)
  const sides = {
    decoder: renamed(decoder, decoderName),
    encoder: encoder && renamed(encoder, (name) => name.replace('encoder.layers.', layout.encoder)),
  }
  return { get: (name) => (name.startsWith('encoder.') ? sides.encoder : sides.decoder)?.get(name) }
}

function configOf(weights: Weights): TinyVaeConfig {
  const [decoder, encoder] = [new Shapes(weights, 'decoder.layers.'), new Shapes(weights, 'encoder.layers.')]
  const [width = 64, latentChannels = 4] = decoder.of('0.weight') ?? []
  const decoderBlocks = blocksOf(decoder, 2, 2)
  return {
    ...{ imageChannels: 3, latentChannels, downscale: 2 ** (decoderBlocks.length - 1), scaling: 1, shift: 0 },
    wide: true,
    ...{ width, decoderBlocks, encoderBlocks: encoder.has('0.weight') ? blocksOf(encoder, 1, 1) : [] },
  }
}

/** Blocks per resolution among layers that are counted through from `at`; `gap`: layers that change the resolution. */
function blocksOf(shapes: Shapes, at: number, gap: number): number[] {
  const blocks = [shapes.count((i) => `${at + i}.conv.0.weight`)]
  for (;;) {
    at += blocks.at(-1)! + gap
    const more = shapes.count((i) => `${at + i}.conv.0.weight`)
    if (more === 0) return blocks
    blocks.push(more)
  }
}
