import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { StoredTensor } from '@loom/onnx-graph'
import { textEncoder } from './clip/text-encoder'
import { kindLabel } from './kind'
import type { Component, ModelParts } from './parts'
import { isFile, readModel } from './read-model'
import { type Build, fitting } from './sessions'
import { type FileRole, fileKind } from './single/file-kind'
import { readTensorFile, type TensorFile } from './tensor-file'
import type { TinyVaeConfig } from './tiny-vae/config'
import { tinyVaeDecoder } from './tiny-vae/decoder'
import { tinyVaeEncoder } from './tiny-vae/encoder'
import { isTinyVaeFolder, readTinyVaeFile, readTinyVaeFolder } from './tiny-vae/read'
import { unet } from './unet/unet'
import { vaeDecoder } from './vae/decoder'
import { vaeEncoder } from './vae/encoder'

/** Weights that belong together: how many, in which precision. */
export type WeightGroup = {
  readonly part: string
  readonly tensors: number
  readonly bytes: number
  /** Bytes by type: float16, bfloat16, float32, … */
  readonly precision: Readonly<Record<string, number>>
}

/** What is known of a model without running it. */
export type Inspection = {
  readonly path: string
  readonly role: FileRole
  /** In words: a Stable Diffusion checkpoint, a VAE, … */
  readonly is: string
  readonly format: 'safetensors' | 'torch' | 'diffusers'
  readonly bytes: number
  readonly kind?: string
  readonly prediction?: string
  readonly parts: readonly WeightGroup[]
  readonly missing: readonly string[]
  /** What is in the file and not read, by the beginning of its names. */
  readonly unused: readonly WeightGroup[]
}

/** Looks into a model file or folder; reads where its weights lie, not the weights. */
export async function inspectModel(path: string): Promise<Inspection> {
  if (!isFile(path)) {
    if (await isTinyVaeFolder(path)) return ofTinyVae(path, await readTinyVaeFolder(path), 'diffusers')
    return ofParts(await readModel(path), 'diffusers', undefined)
  }
  const file = await readTensorFile(path)
  const found = fileKind([...file.tensors.keys()])
  if (found.role === 'checkpoint') return ofParts(await readModel(path), file.format, file)
  const tiny = found.role === 'vae' && (await readTinyVaeFile(path))
  if (tiny) return ofTinyVae(path, tiny, file.format)
  const all = grouped([...file.tensors.values()].map((entry) => [basename(path), sized(entry.dtype, entry)]))
  return { path, ...found, format: file.format, bytes: statSync(path).size, parts: all, missing: [], unused: [] }
}

/** Builds parts to see which tensors they read, and what they miss. */
class Reading {
  readonly missing: string[] = []
  readonly #read: (readonly [part: string, stored: StoredTensor])[] = []

  async take<C>(part: string, component: Component<C>, build: Build<C>): Promise<void> {
    try {
      const { stored } = fitting(component, await component.open(), build).graph
      for (const tensor of stored.values()) this.#read.push([part, tensor])
    } catch (error) {
      this.missing.push(`${part}: ${(error as Error).message}`)
    }
  }

  get parts(): WeightGroup[] {
    return grouped(this.#read.map(([part, { type, length }]) => [part, { type, bytes: length }]))
  }

  get offsets(): number[] {
    return this.#read.map(([, { offset }]) => offset)
  }
}

const sizeOf = (parts: readonly WeightGroup[]): number => parts.reduce((all, { bytes }) => all + bytes, 0)

async function ofTinyVae(
  path: string,
  vae: Component<TinyVaeConfig>,
  format: Inspection['format'],
): Promise<Inspection> {
  const reading = new Reading()
  await reading.take('decoder', vae, tinyVaeDecoder)
  if (vae.config.encoderBlocks.length > 0) await reading.take('encoder', vae, tinyVaeEncoder)
  const { parts, missing } = reading
  return { path, role: 'vae', is: 'a tiny VAE (TAESD)', format, bytes: sizeOf(parts), parts, missing, unused: [] }
}

async function ofParts(
  model: ModelParts,
  format: Inspection['format'],
  file: TensorFile | undefined,
): Promise<Inspection> {
  const reading = new Reading()
  for (const [i, text] of model.textEncoders.entries())
    await reading.take(model.textEncoders.length > 1 ? `text encoder ${i + 1}` : 'text encoder', text, textEncoder)
  await reading.take('UNet', model.unet, (weights, config) => unet(weights, config))
  if (model.vae) await reading.take('VAE decoder', model.vae, vaeDecoder)
  if (model.vae) await reading.take('VAE encoder', model.vae, vaeEncoder)
  if (model.preview) await reading.take('preview decoder', model.preview, vaeDecoder)
  const { parts, missing, offsets } = reading
  if (model.textEncoders.length === 0) missing.push('text encoder')
  if (!model.vae) missing.push('VAE')
  return {
    path: model.path,
    ...{ role: 'checkpoint', is: 'a Stable Diffusion checkpoint', format },
    bytes: file ? statSync(model.path).size : sizeOf(parts),
    kind: kindLabel(model.unet.config) + (model.unet.config.inChannels === 9 ? ' inpainting' : ''),
    prediction: model.scheduler.prediction_type + (model.scheduler.rescale_betas_zero_snr ? ', zero terminal SNR' : ''),
    ...{ parts, missing, unused: file ? unusedOf(file, offsets) : [] },
  }
}

/** Tensors in which no part begins; a part may read a stretch of one. */
function unusedOf({ tensors }: TensorFile, offsets: readonly number[]): WeightGroup[] {
  const sorted = [...offsets].sort((a, b) => a - b)
  const isRead = (begin: number, end: number): boolean => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! < begin) low = middle + 1
      else high = middle
    }
    return low < sorted.length && sorted[low]! < end
  }
  const left = [...tensors].filter(([, { begin, end }]) => !isRead(begin, end))
  return grouped(left.map(([name, entry]) => [name.split('.').slice(0, 2).join('.'), sized(entry.dtype, entry)]))
}

const sized = (type: string, { begin, end }: { begin: number; end: number }) => ({ type, bytes: end - begin })

type Member = readonly [part: string, tensor: { readonly type: string; readonly bytes: number }]

function grouped(members: readonly Member[]): WeightGroup[] {
  const groups = new Map<string, { part: string; tensors: number; bytes: number; precision: Record<string, number> }>()
  for (const [part, { type, bytes }] of members) {
    const group = groups.get(part) ?? { part, tensors: 0, bytes: 0, precision: {} }
    group.tensors++
    group.bytes += bytes
    group.precision[type] = (group.precision[type] ?? 0) + bytes
    groups.set(part, group)
  }
  return [...groups.values()]
}
