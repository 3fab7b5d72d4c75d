import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Scope, StoredTensor, Weights } from '@loom/onnx-graph'
import { textEncoder } from './clip/text-encoder'
import { kindLabel } from './kind'
import type { Component, ModelParts } from './parts'
import { isFile, readModel } from './read-model'
import { fitting } from './sessions'
import { type FileRole, fileKind } from './single/file-kind'
import { readTensorFile, type TensorFile } from './tensor-file'
import { unet } from './unet/unet'
import { upscalerLabel } from './upscaler/config'
import { readUpscaler } from './upscaler/read'
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
  if (!isFile(path)) return ofParts(await readModel(path), 'diffusers', undefined)
  const file = await readTensorFile(path)
  const found = fileKind([...file.tensors.keys()])
  if (found.role === 'checkpoint') return ofParts(await readModel(path), file.format, file)
  const all = grouped([...file.tensors.values()].map((entry) => [basename(path), sized(entry.dtype, entry)]))
  const looked = {
    path,
    ...found,
    format: file.format,
    bytes: statSync(path).size,
    parts: all,
    missing: [],
    unused: [],
  }
  return found.role === 'upscaler' ? { ...looked, ...(await ofUpscaler(path)) } : looked
}

async function ofUpscaler(path: string): Promise<Pick<Inspection, 'kind' | 'missing'>> {
  try {
    return { kind: upscalerLabel((await readUpscaler(path)).config), missing: [] }
  } catch (error) {
    return { missing: [(error as Error).message] }
  }
}

async function ofParts(
  model: ModelParts,
  format: Inspection['format'],
  file: TensorFile | undefined,
): Promise<Inspection> {
  const missing: string[] = []
  const read: (readonly [part: string, stored: StoredTensor])[] = []
  const take = async <C>(part: string, component: Component<C>, build: (weights: Weights, config: C) => Scope) => {
    try {
      const { stored } = fitting(component, await component.open(), build).graph
      for (const tensor of stored.values()) read.push([part, tensor])
    } catch (error) {
      missing.push(`${part}: ${(error as Error).message}`)
    }
  }
  for (const [i, text] of model.textEncoders.entries())
    await take(model.textEncoders.length > 1 ? `text encoder ${i + 1}` : 'text encoder', text, textEncoder)
  await take('UNet', model.unet, (weights, config) => unet(weights, config))
  if (model.vae) await take('VAE decoder', model.vae, vaeDecoder)
  if (model.vae) await take('VAE encoder', model.vae, vaeEncoder)
  if (model.textEncoders.length === 0) missing.push('text encoder')
  if (!model.vae) missing.push('VAE')
  const parts = grouped(read.map(([part, { type, length }]) => [part, { type, bytes: length }]))
  const offsets = read.map(([, { offset }]) => offset)
  return {
    path: model.path,
    ...{ role: 'checkpoint', is: 'a Stable Diffusion checkpoint', format },
    bytes: file ? statSync(model.path).size : parts.reduce((all, { bytes }) => all + bytes, 0),
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
