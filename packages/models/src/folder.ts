import { realpath } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { readCheckpoint } from './checkpoint'
import { textEncoderConfig } from './clip/config'
import { ModelError } from './error'
import { Fields } from './fields'
import { exists, findWeights, readJson } from './files'
import { fittingParts } from './fitting-parts'
import { kindLabel } from './kind'
import type { Component, LatentRgb, ModelParts, TextPart } from './parts'
import { schedulerConfig } from './scheduler'
import { readTokenizer, type TokenizerFiles } from './tokenizer'
import { unetConfig } from './unet/config'
import { vaeConfig } from './vae/config'

const pipelines = [
  'StableDiffusionPipeline',
  'StableDiffusionImg2ImgPipeline',
  'StableDiffusionInpaintPipeline',
] as const
const xlPipelines = pipelines.map((name) => name.replace('Diffusion', 'DiffusionXL'))

/** Reads a model folder as diffusers writes it. */
export async function readModelFolder(folder: string): Promise<ModelParts> {
  const path = await realpath(folder).catch(() => resolve(folder)) // a link may lead elsewhere while the model is open
  const index = join(path, 'model_index.json')
  const pipeline = new Fields(index, await readJson(index)).choice('_class_name', [...pipelines, ...xlPipelines])
  const texts = await readTexts(path, xlPipelines.includes(pipeline))
  const pooled = texts.parts.at(-1)?.config.pooled
  const unet = await readComponent(join(path, 'unet'), (file, json) => unetConfig(file, json, pooled))
  const vae = await readComponent(join(path, 'vae'), vaeConfig)
  const hasPreview = await exists(join(path, 'preview', 'config.json'))
  const preview = hasPreview && (await readComponent(join(path, 'preview'), vaeConfig))
  const scheduler = join(path, 'scheduler', 'scheduler_config.json')
  const latentRgb = await readLatentRgb(join(path, 'latent-rgb.json'), vae.config.latentChannels)
  return fittingParts({
    path,
    name: basename(resolve(folder)),
    textEncoders: kindLabel(unet.config) === 'sd2' ? texts.parts.map(withoutLast) : texts.parts,
    unet,
    vae,
    ...(preview && { preview }),
    latentScaling: vae.config.scaling,
    scheduler: schedulerConfig(scheduler, await readJson(scheduler)),
    ...(texts.tokenizer && { tokenizer: texts.tokenizer }),
    ...(latentRgb && { latentRgb }),
  })
}

/** Of Stable Diffusion 2, whose UNet attends to the last layer but one; the last does not come with it. */
const withoutLast = (part: TextPart): TextPart => ({ ...part, config: { ...part.config, cut: 1, clipSkip: 2 } })

type Parse<Config> = (file: string, json: unknown) => Config

async function readComponent<Config>(folder: string, parse: Parse<Config>): Promise<Component<Config>> {
  const config = join(folder, 'config.json')
  const read = parse(config, await readJson(config))
  const file = findWeights(folder)
  return { config: read, file, open: () => readCheckpoint(file) }
}

/** The text encoders, and the vocabulary of the first. SDXL has two, its refiner only the second of them. */
async function readTexts(path: string, xl: boolean): Promise<{ parts: TextPart[]; tokenizer?: TokenizerFiles }> {
  const read = async (suffix: string, form?: 'first' | 'second') => {
    const parse: Parse<TextPart['config']> = (file, json) => textEncoderConfig(file, json, form)
    const component = await readComponent(join(path, `text_encoder${suffix}`), parse)
    const tokenizer = await readTokenizer(join(path, `tokenizer${suffix}`), component.config.tokens)
    return { part: { ...component, pad: tokenizer?.padId ?? component.config.end }, tokenizer }
  }
  const hasFirst = !xl || (await exists(join(path, 'text_encoder')))
  const first = hasFirst && (await read('', xl ? 'first' : undefined))
  const second = xl && (await read('_2', 'second'))
  const all = [first, second].filter((text) => text !== false)
  const tokenizer = all[0]!.tokenizer
  return { parts: all.map(({ part }) => part), ...(tokenizer && { tokenizer }) }
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
