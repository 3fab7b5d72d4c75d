import { realpath } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { type TextEncoderConfig, textEncoderConfig } from './clip/config'
import { ModelError } from './error'
import { Fields } from './fields'
import { findWeights, readJson } from './files'
import { type SchedulerConfig, schedulerConfig } from './scheduler'
import { readTokenizer, type TokenizerFiles } from './tokenizer'
import { type UNetConfig, unetConfig } from './unet/config'
import { type VaeConfig, vaeConfig } from './vae/config'

/** A part of a model: its config and the file that its weights are read from (or the index of several). */
export type Component<Config> = { readonly config: Config; readonly weights: string }

/** A model folder as diffusers writes it, read and checked; no weights are opened. */
export type ModelFolder = {
  readonly path: string
  readonly name: string
  readonly textEncoder: Component<TextEncoderConfig>
  readonly unet: Component<UNetConfig>
  readonly vae: Component<VaeConfig>
  readonly scheduler: SchedulerConfig
  readonly tokenizer?: TokenizerFiles
  readonly latentRgb?: LatentRgb
}

/** Turns a latent pixel into red, green and blue in [-1,1]: factors [channels][3] and a bias [3]. */
export type LatentRgb = { readonly factors: number[][]; readonly bias: number[] }

export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const path = await realpath(folder).catch(() => resolve(folder)) // a link may lead elsewhere while the model is open
  const index = join(path, 'model_index.json')
  const pipelines = ['StableDiffusionPipeline', 'StableDiffusionImg2ImgPipeline']
  new Fields(index, await readJson(index)).choice('_class_name', pipelines)
  const component = async <T>(name: string, parse: (file: string, json: unknown) => T): Promise<Component<T>> => {
    const file = join(path, name, 'config.json')
    return { config: parse(file, await readJson(file)), weights: findWeights(join(path, name)) }
  }
  const textEncoder = await component('text_encoder', textEncoderConfig)
  const unet = await component('unet', unetConfig)
  const vae = await component('vae', vaeConfig)
  if (unet.config.contextWidth !== textEncoder.config.width) {
    throw new ModelError(
      `${path}: the UNet attends to ${unet.config.contextWidth} channels, the text encoder gives ${textEncoder.config.width}`,
    )
  }
  if (unet.config.outChannels !== vae.config.latentChannels) {
    throw new ModelError(
      `${path}: the UNet makes ${unet.config.outChannels} channels, the VAE decodes ${vae.config.latentChannels}`,
    )
  }
  const scheduler = join(path, 'scheduler', 'scheduler_config.json')
  const tokenizer = await readTokenizer(join(path, 'tokenizer'), textEncoder.config.tokens)
  const latentRgb = await readLatentRgb(join(path, 'latent-rgb.json'), vae.config.latentChannels)
  return {
    path,
    name: basename(resolve(folder)),
    textEncoder,
    unet,
    vae,
    scheduler: schedulerConfig(scheduler, await readJson(scheduler)),
    ...(tokenizer && { tokenizer }),
    ...(latentRgb && { latentRgb }),
  }
}

async function readLatentRgb(file: string, channels: number): Promise<LatentRgb | undefined> {
  const json = await readJson(file, true)
  if (json === undefined) return undefined
  const { factors, bias } = json as Partial<LatentRgb>
  const isRgb = (row: unknown): row is number[] => Array.isArray(row) && row.length === 3 && row.every(Number.isFinite)
  if (!Array.isArray(factors) || factors.length !== channels || !factors.every(isRgb) || !isRgb(bias))
    throw new ModelError(`${file}: factors of [${channels}][3] numbers and a bias of 3 are expected`)
  return { factors, bias }
}
