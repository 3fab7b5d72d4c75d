import type { Float, Scope } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { ModelError } from '../error'
import { type LoraStack, strengthFeeds } from '../lora/lora-stack'
import type { Picture } from '../memory/picture'
import type { Component } from '../parts'
import { fitting, type Sessions } from '../sessions'
import {
  type AttentionChanges,
  type AttentionMap,
  changesFault,
  hookFeeds,
  hookOutputs,
  readMaps,
} from './attention-changes'
import { attentionHook, type HookedSites, selfName } from './attention-hook'
import type { Added, UNetConfig } from './config'
import { type AttentionEdits, type Deep, deepName, editsWithin } from './deep'
import { type KeptRows, keepRows, partsRead } from './kept-rows'
import { residualInputs } from './residuals'
import { type Told, toldFeeds } from './told'
import { type Hook, shallowUnet, type UNetOptions, unet } from './unet'
import { layersUp } from './way-up'

export type Attended = {
  readonly predicted: Tensor
  readonly maps: readonly AttentionMap[]
  /** Self-attention of the inspected rows [I,pixels,pixels], mean over heads and layers. */
  readonly self?: Tensor
  /** Of the recorded rows. */
  readonly kept?: KeptRows
  /** Where it was wanted. */
  readonly deep?: Deep
}

export interface Denoiser {
  /** x [B,C,h,w] as the schedule scales it, a time step per row → what the UNet predicts [B,C,h,w] */
  predict(x: Tensor, timesteps: readonly number[], told: Told): Promise<Tensor>
  /** As `predict`, with attention changed, and with maps of the rows that are to be shown. */
  attend(x: Tensor, timesteps: readonly number[], told: Told, changes: AttentionChanges): Promise<Attended>
  /**
   * As `attend`, by the outermost layers alone: the deeper ones are taken to give what they gave in an earlier call of as many
   * rows. Ma et al. 2023; arXiv:2312.00858
   */
  predictShallow(
    x: Tensor,
    timesteps: readonly number[],
    told: Told,
    edits: AttentionEdits,
    deep: Deep,
  ): Promise<Tensor>
  /** How many layers the way up has; `deep` is kept below any of them. */
  readonly layersUp: number
  /** The attention layers of the UNet in running order. */
  readonly sites: HookedSites
  /** What it is told beside the context, if anything. */
  readonly added?: Added
  /** C of its input: more than a latent has in models made for inpainting. */
  readonly inChannels: number
}

/** Opens the UNet of a model; what is given back makes a denoiser of strengths of the LoRA files. */
export async function openDenoiser(
  name: string,
  part: Component<UNetConfig>,
  downscale: number,
  sessions: Sessions,
  loras: LoraStack,
): Promise<(strengths: readonly number[]) => Denoiser> {
  const { config } = part
  const adapter = loras.adapter({ kind: 'unet', config })
  const { weights, ready } = sessions.precise(await part.open(), 'unet')
  const doing = (size: string) => `${name}: a step of the UNet for ${size}, the negative prompt counted,`
  const picture: Picture = { sides: ['h', 'w'], pixels: downscale, doing }

  /** A session of layers that can be edited and added to. */
  function open(build: (options: UNetOptions) => Scope) {
    let sites: HookedSites = { self: [], cross: [], groups: [], selfScales: [], parts: [] }
    let residuals!: ReturnType<typeof residualInputs>
    const hook: Hook = (g, { batch, tokens }) => {
      const parts = attentionHook(g, { batch, tokens })
      residuals = residualInputs(g)
      return { ...parts, handOver: residuals.handOver, finish: () => void (sites = parts.finish()) }
    }
    const buildIn = (type: Float) => fitting(part, weights, () => build({ hook, adapter, type }))
    const graph = buildIn(sessions.type)
    const inType = async (type: Float) => {
      await ready()
      return type === sessions.type ? graph : buildIn(type)
    }
    const session = sessions.add(inType, { picture })
    return { graph, session, sites, residuals }
  }

  const whole = open((options) => unet(weights, config, { ...options, givesDeep: true }))
  const { sites } = whole
  // Each a session of its own: as branches of one graph neither would have its weights laid out ahead of its run.
  const shallow = new Map<number, typeof whole>()
  function shallowAt(depth: number): typeof whole {
    const opened = shallow.get(depth) ?? open((options) => shallowUnet(weights, config, depth, options))
    shallow.set(depth, opened)
    return opened
  }

  async function run(
    { graph, session, sites, residuals }: typeof whole,
    strengths: readonly number[],
    [x, timesteps, told, changes]: Parameters<Denoiser['attend']>,
    deep?: Tensor,
  ) {
    const feeds = toldFeeds(name, config, downscale, { x, timesteps, told })
    const [B, tokens] = told.context.shape as [number, number]
    const fault = changesFault(changes, sites, B, tokens)
    if (fault) throw new ModelError(`${name}: ${fault}`)
    if (!whole.residuals.fit(told.residuals))
      throw new ModelError(`${name}: what the ControlNet adds is for a UNet of other channels`)
    const all = {
      ...feeds,
      ...hookFeeds(changes, sites, x, tokens),
      ...residuals.feeds(told.residuals),
      ...strengthFeeds(graph, strengths),
      ...(deep && { deep }),
    }
    return session.run(all, ['predicted', ...hookOutputs(changes, sites)])
  }

  async function attend(strengths: readonly number[], ...call: Parameters<Denoiser['attend']>): Promise<Attended> {
    const [x, , , changes] = call
    const outputs = await run(whole, strengths, call)
    const [, , h, w] = x.shape as [number, number, number, number]
    const maps = changes.shown?.length ? readMaps(outputs, sites, h, w) : []
    const self = changes.inspected && outputs[selfName(changes.inspected.scale)]
    const { recorded, deep: depth } = changes
    const kept = recorded && keepRows(outputs, partsRead(changes, new Set(recorded), sites), recorded.length, sites)
    const deep = depth !== undefined && { deep: { depth, feature: outputs[deepName(depth)]! } }
    return { predicted: outputs.predicted!, maps, ...(self && { self }), ...(kept && { kept }), ...deep }
  }

  return (strengths) => ({
    predict: async (x, timesteps, told) => (await attend(strengths, x, timesteps, told, {})).predicted,
    attend: (...call) => attend(strengths, ...call),
    async predictShallow(x, timesteps, told, edits, { depth, feature }) {
      const some = shallowAt(depth)
      const changes = editsWithin(edits, sites, some.sites)
      return (await run(some, strengths, [x, timesteps, told, changes], feature)).predicted!
    },
    layersUp: layersUp(config),
    sites,
    inChannels: config.inChannels,
    ...(config.added && { added: config.added }),
  })
}
