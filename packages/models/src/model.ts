import { createHash } from 'node:crypto'
import { type Computing, onItsDevice } from './choose-device'
import { type EncodedText, openTextEncoders, type TextReading } from './clip/text-encoders'
import { ModelError } from './error'
import { fingerprint } from './fingerprint'
import { latentSpaceOf } from './kind'
import { type LoraFile, readLora } from './lora/lora-file'
import { madeFor, modelFor } from './lora/lora-kind'
import { LoraStack } from './lora/lora-stack'
import { LoraStacks } from './lora/lora-stacks'
import { mergeParts } from './merge'
import { type LatentRgb, type ModelParts, pathsOf } from './parts'
import { readModel } from './read-model'
import type { SchedulerConfig } from './scheduler'
import type { SessionOptions } from './session'
import { Sessions } from './sessions'
import type { TokenizerFiles } from './tokenizer'
import { type Denoiser, openDenoiser } from './unet/denoiser'
import { klGraphs, noVae, openVae, type Vae } from './vae/vae'

/** How strongly a LoRA changes the UNet and the text encoders: 0 not at all, 1 as it was trained. */
type LoraStrengths = { readonly unet: number; readonly text: number }
/** A model with the part it has in a merge. */
export type MergeTerm = { readonly model: LoadedModel; readonly factor: number }
/** `used`: layers of the file that have found their place; `unused`: names in it that mean nothing to the model. */
export type LoraResult = { readonly model: LoadedModel; readonly used: number; readonly unused: readonly string[] }
type Lora = LoraStrengths & { readonly file: string }

/** A text encoder, a UNet and a VAE that belong together. Each is loaded when it is first asked for, and kept until `dispose`. */
export interface LoadedModel extends Denoiser, Vae {
  /** Changes when the model's files do, and with its LoRA files and their strengths; part of cache keys. */
  readonly id: string
  /** As `id`, of the text encoders alone: LoRA files that leave them alone do not change it. Texts are marked with it. */
  readonly textId: string
  readonly schedulerConfig: SchedulerConfig
  readonly tokenizer?: TokenizerFiles
  readonly latentRgb?: LatentRgb
  /** ids [B][77] → context [B,77,D], and for SDXL pooled [B,P] */
  encodeText(ids: readonly (readonly number[])[], reading?: TextReading): Promise<EncodedText>
  /** The same model changed by one more LoRA. All strengths share what is loaded. */
  withLora(file: string, strengths: LoraStrengths): Promise<LoraResult>
  /** What it is made of, without its LoRA files. */
  readonly parts: ModelParts
  readonly computing: Computing
  /** How many LoRA files change it. */
  readonly loras: number
  /** Lets go of what is loaded; it is loaded anew when it is asked for. */
  release(): Promise<void>
  /** Lets go of what is loaded, also under all LoRA files. */
  dispose(): Promise<void>
}

/** Opens the file or diffusers folder at `path`; its configs and where its weights lie are checked now, sessions made later. */
export const openModel = async (path: string, options: SessionOptions = {}): Promise<LoadedModel> =>
  openParts(await readModel(path), fingerprint(path), options)

/** Opens a weighted sum of models of one kind, see `mergeParts`. */
export async function openMerge(terms: readonly MergeTerm[], options: SessionOptions = {}): Promise<LoadedModel> {
  const parts = mergeParts(terms.map(({ model, factor }) => ({ parts: model.parts, factor })))
  return openParts(parts, mergeId(terms), options)
}

async function openParts(parts: ModelParts, id: string, asked: SessionOptions): Promise<LoadedModel> {
  const { tokenizer, latentRgb } = parts
  const options = await onItsDevice(asked)
  const { device, precision, instead } = options
  const computing = { device, precision, ...(instead && { instead }) }
  const sessions = new Sessions(pathsOf(parts), options)
  const vae = await openVaeOf(parts, sessions)
  const stacks = new LoraStacks((files) => openStack(parts, files, vae.latent.downscale, options, sessions))

  async function modelWith(loras: readonly Lora[]): Promise<LoadedModel> {
    const files = loras.map(({ file }) => file)
    const { loras: stack, denoiserOf } = await stacks.get(files)
    const unet = loras.map((lora) => lora.unet)
    const text = loras.map((lora) => lora.text)
    const changing = loras.filter((lora, i) => lora.text !== 0 && stack.changesText(i))
    return {
      id: idOf(precision === 'fp32' ? id : `${id} ${precision}`, loras, 'unet', 'text'),
      textId: idOf(id, changing, 'text'),
      ...vae,
      ...denoiserOf(unet),
      predict: async (...call) => (await stacks.get(files)).denoiserOf(unet).predict(...call),
      attend: async (...call) => (await stacks.get(files)).denoiserOf(unet).attend(...call),
      predictShallow: async (...call) => (await stacks.get(files)).denoiserOf(unet).predictShallow(...call),
      encodeText: async (ids, reading) => (await stacks.get(files)).encode(ids, text, reading),
      schedulerConfig: parts.scheduler,
      parts,
      computing,
      loras: loras.length,
      ...(tokenizer && { tokenizer }),
      ...(latentRgb && { latentRgb }),
      async withLora(file, strengths) {
        const model = await modelWith([...loras, { file, ...strengths }])
        return { model, ...placedOf((await stacks.get([...files, file])).loras, parts) }
      },
      release: async () => void (await Promise.all([sessions.release(), stacks.release()])),
      dispose: async () => void (await Promise.all([sessions.dispose(), stacks.dispose()])),
    }
  }
  return modelWith([])
}

/** The VAE of a model, told whose latents it decodes. */
async function openVaeOf({ name, unet, vae, preview, latentScaling }: ModelParts, sessions: Sessions): Promise<Vae> {
  const space = latentSpaceOf(unet.config)
  const whole = vae ? await openVae(name, vae, klGraphs, sessions) : noVae(name, unet.config.outChannels, latentScaling)
  return {
    ...whole,
    latent: { ...whole.latent, ...(space && { space }) },
    ...(preview && { preview: await openVae(`preview of ${name}`, preview, klGraphs, sessions) }),
  }
}

/** What a stack of LoRA files changes of a model. */
async function openStack(
  parts: ModelParts,
  files: readonly string[],
  downscale: number,
  options: SessionOptions,
  model: Sessions,
) {
  const { name, unet, textEncoders } = parts
  const sessions = new Sessions(files, options, model)
  const loras = new LoraStack(await Promise.all(files.map(readLora)))
  for (const file of loras.files) checkKind(file, parts)
  const denoiserOf = await openDenoiser(name, unet, downscale, sessions, loras)
  const encode = await openTextEncoders(name, textEncoders, sessions, loras)
  return { loras, denoiserOf, encode, dispose: () => sessions.dispose() }
}

/** Identifies a merge by what it is of. */
export const mergeId = (terms: readonly MergeTerm[]): string =>
  hashed(terms.map(({ model, factor }) => `${model.id} ${factor}`))

const hashed = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)

/** Refuses a LoRA whose shapes say that it was made for a model of another kind. */
function checkKind(file: LoraFile, { name, unet }: ModelParts): void {
  const [made, is] = [madeFor(file), modelFor(unet.config.contextWidth)]
  if (made && made !== is) throw new ModelError(`${file.name} seems to be made for ${made}; ${name} is ${is}`)
}

/** What the model has a place for of the last file of a stack; refuses a file that means nothing to it. */
function placedOf(stack: LoraStack, { name }: ModelParts): ReturnType<LoraStack['placed']> {
  const last = stack.files.length - 1
  const { used, unused } = stack.placed(last)
  if (used > 0) return { used, unused }
  throw new ModelError(
    `${stack.files[last]!.name} has nothing for ${name}: none of its names is known, such as ${unused[0]}`,
  )
}

const idOf = (id: string, loras: readonly Lora[], ...parts: readonly ('unet' | 'text')[]): string =>
  loras.length === 0
    ? id
    : hashed([id, ...loras.map((lora) => [fingerprint(lora.file), ...parts.map((part) => lora[part])].join(' '))])
