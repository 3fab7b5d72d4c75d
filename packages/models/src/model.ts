import type { Scope, Weights } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { textEncoder } from './clip/text-encoder'
import { ModelError } from './error'
import { fingerprint } from './fingerprint'
import { type Component, type LatentRgb, readModelFolder } from './folder'
import { readCheckpoint } from './safetensors'
import type { SchedulerConfig } from './scheduler'
import { LazySession, type SessionOptions } from './session'
import type { TokenizerFiles } from './tokenizer'
import {
  type AttentionChanges,
  type AttentionMap,
  changesFault,
  hookFeeds,
  hookOutputs,
  readMaps,
} from './unet/attention-changes'
import { attentionHook, type HookedSites, selfName } from './unet/attention-hook'
import { type KeptRows, keepRows, partsRead } from './unet/kept-rows'
import { type Hook, unet } from './unet/unet'
import { vaeDecoder } from './vae/decoder'
import { vaeEncoder } from './vae/encoder'

/** A text encoder, a UNet and a VAE that belong together. Each is loaded when it is first asked for, and kept until `dispose`. */
export interface LoadedModel {
  /** Changes when the model's files do; part of cache keys. */
  readonly id: string
  readonly name: string
  readonly schedulerConfig: SchedulerConfig
  readonly tokenizer?: TokenizerFiles
  /** `downscale`: pixels per latent pixel along a side. */
  readonly latent: { readonly channels: number; readonly downscale: number; readonly scalingFactor: number }
  readonly latentRgb?: LatentRgb
  /** ids [B][77] → context [B,77,D] */
  encodeText(ids: readonly (readonly number[])[]): Promise<Tensor>
  /** x [B,C,h,w] as the schedule scales it, a time step per row, context [B,77,D] → what the UNet predicts [B,C,h,w] */
  predict(x: Tensor, timesteps: readonly number[], context: Tensor): Promise<Tensor>
  /** As `predict`, with attention changed, and with maps of the rows that are to be shown. */
  attend(x: Tensor, timesteps: readonly number[], context: Tensor, changes: AttentionChanges): Promise<Attended>
  /** The attention layers of the UNet in running order. */
  readonly sites: HookedSites
  /** latent [B,C,h,w] as the UNet sees it → image [B,3,8h,8w] in [-1,1], as far as the decoder keeps to it */
  decode(latent: Tensor): Promise<Tensor>
  /** image [B,3,H,W] in [-1,1] → latent [B,C,H/8,W/8] as the UNet sees it: the mean of what the encoder gives */
  encode(image: Tensor): Promise<Tensor>
  dispose(): Promise<void>
}

export type Attended = {
  readonly predicted: Tensor
  readonly maps: readonly AttentionMap[]
  /** Self-attention of the inspected rows [I,pixels,pixels], mean over heads and layers. */
  readonly self?: Tensor
  /** Of the recorded rows. */
  readonly kept?: KeptRows
}

/** Longest side in pixels. */
const sideLimit = 4096

/** Opens the diffusers folder at `path`; its configs and the headers of its weights are checked now, sessions made later. */
export async function openModel(path: string, options: SessionOptions = {}): Promise<LoadedModel> {
  const folder = await readModelFolder(path)
  const id = fingerprint(path)
  const state = fingerprint(folder.path)
  const [textWeights, unetWeights, vaeWeights] = [
    await readCheckpoint(folder.textEncoder.weights),
    await readCheckpoint(folder.unet.weights),
    await readCheckpoint(folder.vae.weights),
  ]
  let sites: HookedSites = { self: [], cross: [], groups: [], selfScales: [], parts: [] }
  const hook: Hook = (g, { batch, tokens }) => {
    const parts = attentionHook(g, { batch, tokens })
    return { ...parts, finish: () => void (sites = parts.finish()) }
  }
  const graphs = {
    text: fitting(folder.textEncoder, textWeights, textEncoder),
    unet: fitting(folder.unet, unetWeights, (weights, config) => unet(weights, config, { hook })),
    decoder: fitting(folder.vae, vaeWeights, vaeDecoder),
  }
  const lazily = (graph: () => Scope) =>
    new LazySession(() => {
      // Headers read before say nothing about other bytes.
      if (fingerprint(folder.path) !== state) throw new ModelError(`${folder.path} has changed since it was opened`)
      return graph()
    }, options)
  const text = lazily(() => graphs.text)
  const denoiser = lazily(() => graphs.unet)
  const decoder = lazily(() => graphs.decoder)
  // Some VAEs come without their encoder: whether it fits shows when it is needed.
  const encoder = lazily(() => fitting(folder.vae, vaeWeights, vaeEncoder))

  const { tokens, vocabulary } = folder.textEncoder.config
  const { inChannels, contextWidth } = folder.unet.config
  const { downscale, latentChannels, imageChannels, scaling } = folder.vae.config
  const expect = (fits: boolean, expected: string, came: string): void => {
    if (!fits) throw new ModelError(`${folder.name}: ${expected}; got ${came}`)
  }
  const expectLatent = ({ shape }: Tensor, channels: number): void => {
    expect(
      shape.length === 4 && shape[1] === channels,
      `a latent of ${channels} channels is expected`,
      `shape [${shape}]`,
    )
    const [height, width] = [shape[2]! * downscale, shape[3]! * downscale]
    const fits = Math.max(height, width) <= sideLimit && Math.min(height, width) > 0
    expect(fits, `an image may have up to ${sideLimit} pixels a side`, `${width}×${height}`)
  }

  async function attend(x: Tensor, timesteps: readonly number[], context: Tensor, changes: AttentionChanges) {
    expectLatent(x, inChannels)
    const [B, , h, w] = x.shape as [number, number, number, number]
    expect(timesteps.length === B, `${B} time steps are expected, one for each row`, `${timesteps.length}`)
    const [rows, length, width] = context.shape
    const fits = context.shape.length === 3 && rows === B && width === contextWidth
    expect(fits, `a context of shape [${B},tokens,${contextWidth}] is expected`, `[${context.shape}]`)
    const fault = changesFault(changes, sites, B, length!)
    if (fault) throw new ModelError(`${folder.name}: ${fault}`)
    const steps = { shape: [B], data: Float32Array.from(timesteps) }
    const feeds = { x, timesteps: steps, context, ...hookFeeds(changes, sites, B, length!) }
    const outputs = await denoiser.run(feeds, ['predicted', ...hookOutputs(changes, sites)])
    const maps = changes.shown?.length ? readMaps(outputs, sites, h, w) : []
    const self = changes.inspected && outputs[selfName(changes.inspected.scale)]
    const { recorded } = changes
    const kept = recorded && keepRows(outputs, partsRead(changes, new Set(recorded), sites), recorded.length, sites)
    return { predicted: outputs.predicted!, maps, ...(self && { self }), ...(kept && { kept }) }
  }

  return {
    id,
    name: folder.name,
    sites,
    schedulerConfig: folder.scheduler,
    ...(folder.tokenizer && { tokenizer: folder.tokenizer }),
    latent: { channels: latentChannels, downscale, scalingFactor: scaling },
    ...(folder.latentRgb && { latentRgb: folder.latentRgb }),

    async encodeText(ids) {
      const long = ids.find((row) => row.length !== tokens)
      expect(ids.length > 0 && !long, `rows of ${tokens} token ids are expected`, `${long?.length ?? 'no rows'}`)
      const unknown = ids.flat().find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary)
      expect(unknown === undefined, `token ids from 0 to ${vocabulary - 1} are expected`, `${unknown}`)
      const data = Int32Array.from(ids.flat())
      return (await text.run({ ids: { shape: [ids.length, tokens], data } })).hidden!
    },

    predict: async (x, timesteps, context) => (await attend(x, timesteps, context, {})).predicted,
    attend,

    async decode(latent) {
      expectLatent(latent, latentChannels)
      return (await decoder.run({ latent })).image!
    },

    async encode(image) {
      const [, channels, height, width] = image.shape
      const isImage = image.shape.length === 4 && channels === imageChannels
      expect(isImage, `an image of ${imageChannels} channels is expected`, `shape [${image.shape}]`)
      const fits = [height!, width!].every((side) => side > 0 && side <= sideLimit && side % downscale === 0)
      expect(fits, `sides divisible by ${downscale} and up to ${sideLimit} pixels are expected`, `${width}×${height}`)
      return (await encoder.run({ image })).latent!
    },

    async dispose() {
      await Promise.all([text, denoiser, decoder, encoder].map((session) => session.dispose()))
    },
  }
}

/** Builds the graph of a component; where the weights are not those of its config the message says in which file. */
function fitting<Config>(
  { config, weights: file }: Component<Config>,
  weights: Weights,
  build: (weights: Weights, config: Config) => Scope,
): Scope {
  try {
    return build(weights, config)
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError(`${file} does not fit its config: ${(error as Error).message}`)
  }
}
