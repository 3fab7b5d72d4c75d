import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { StoredTensor } from '@loom/onnx-graph'
import { textEncoder } from './clip/text-encoder'
import { controlNet } from './controlnet/controlnet'
import { isControlNetFolder, readControlNet } from './controlnet/read'
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
import { upscalerLabel } from './upscaler/config'
import { readUpscaler } from './upscaler/read'
import { vaeDecoder } from './vae/decoder'
import { vaeEncoder } from './vae/encoder'
import { grouped, sized, unusedOf, type WeightGroup } from './weight-groups'

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
  if (!isFile(path)) return ofFolder(path)
  const file = await readTensorFile(path)
  const found = fileKind([...file.tensors.keys()])
  if (found.role === 'checkpoint') return ofCheckpoint(await readModel(path), file)
  if (found.role === 'controlnet') return ofControlNet(path, file)
  const tiny = found.role === 'vae' && (await readTinyVaeFile(path))
  if (tiny) return ofTinyVae(path, tiny, file)
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

async function ofTinyVae(path: string, vae: Component<TinyVaeConfig>, file?: TensorFile): Promise<Inspection> {
  const looked = new Look()
  await looked.at('decoder', vae, tinyVaeDecoder)
  if (vae.config.encoderBlocks.length > 0) await looked.at('encoder', vae, tinyVaeEncoder)
  const found = looked.found(path, file)
  return { path, role: 'vae', is: 'a tiny VAE (TAESD)', ...found, unused: [] } // its encoder may lie in another file
}

async function ofControlNet(path: string, file?: TensorFile): Promise<Inspection> {
  const part = await readControlNet(path)
  const looked = new Look()
  await looked.at('ControlNet', part, controlNet)
  const is = part.isDifference ? 'what a ControlNet differs by from a checkpoint' : 'a ControlNet'
  return { path, role: 'controlnet', is, ...looked.found(path, file), kind: kindLabel(part.config) }
}

async function ofFolder(path: string): Promise<Inspection> {
  if (await isTinyVaeFolder(path)) return ofTinyVae(path, await readTinyVaeFolder(path))
  return (await isControlNetFolder(path)) ? ofControlNet(path) : ofCheckpoint(await readModel(path))
}

async function ofCheckpoint(
  { path, textEncoders, unet: own, vae, preview, scheduler }: ModelParts,
  file?: TensorFile,
): Promise<Inspection> {
  const looked = new Look()
  for (const [i, text] of textEncoders.entries())
    await looked.at(textEncoders.length > 1 ? `text encoder ${i + 1}` : 'text encoder', text, textEncoder)
  await looked.at('UNet', own, (weights, config) => unet(weights, config))
  if (vae) await looked.at('VAE decoder', vae, vaeDecoder)
  if (vae) await looked.at('VAE encoder', vae, vaeEncoder)
  if (preview) await looked.at('preview decoder', preview, vaeDecoder)
  if (textEncoders.length === 0) looked.missing.push('text encoder')
  if (!vae) looked.missing.push('VAE')
  return {
    ...{ path, role: 'checkpoint', is: 'a Stable Diffusion checkpoint' },
    ...looked.found(path, file),
    kind: kindLabel(own.config) + (own.config.inChannels === 9 ? ' inpainting' : ''),
    prediction: scheduler.prediction_type + (scheduler.rescale_betas_zero_snr ? ', zero terminal SNR' : ''),
  }
}

/** What the parts of a model read, and what they miss. */
class Look {
  readonly missing: string[] = []
  readonly #read: (readonly [part: string, stored: StoredTensor])[] = []

  async at<C>(part: string, component: Component<C>, build: Build<C>): Promise<void> {
    try {
      const { stored } = fitting(component, await component.open(), build).graph
      for (const tensor of stored.values()) this.#read.push([part, tensor])
    } catch (error) {
      this.missing.push(`${part}: ${(error as Error).message}`)
    }
  }

  /** `file`: the model's, where it is one file. */
  found(path: string, file: TensorFile | undefined) {
    const parts = grouped(this.#read.map(([part, { type, length }]) => [part, { type, bytes: length }]))
    const offsets = this.#read.map(([, { offset }]) => offset)
    return {
      format: file?.format ?? ('diffusers' as const),
      bytes: file ? statSync(path).size : parts.reduce((all, { bytes }) => all + bytes, 0),
      ...{ parts, missing: this.missing, unused: file ? unusedOf(file, offsets) : [] },
    }
  }
}
