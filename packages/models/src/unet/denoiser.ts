import type { Tensor } from '@loom/tensor'
import { expecting, ModelError } from '../error'
import { type LoraStack, strengthFeeds } from '../lora/lora-stack'
import type { Component } from '../parts'
import type { Feed } from '../session'
import { fitting, type Sessions } from '../sessions'
import { checkLatent } from '../vae/vae'
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
import { type KeptRows, keepRows, partsRead } from './kept-rows'
import { type Residuals, residualInputs } from './residuals'
import { type Hook, unet } from './unet'

/** What the UNet is told for each of B rows. */
export type Told = {
  /** [B,tokens,D], what it attends to */
  readonly context: Tensor
  /** [B,P], the text as a whole; SDXL only */
  readonly pooled?: Tensor
  /** [B,N], of the picture's size, see `added`; SDXL only */
  readonly numbers?: Tensor
  /** Of B rows each, what ControlNets add */
  readonly residuals?: Residuals
}

export type Attended = {
  readonly predicted: Tensor
  readonly maps: readonly AttentionMap[]
  /** Self-attention of the inspected rows [I,pixels,pixels], mean over heads and layers. */
  readonly self?: Tensor
  /** Of the recorded rows. */
  readonly kept?: KeptRows
}

export interface Denoiser {
  /** x [B,C,h,w] as the schedule scales it, a time step per row → what the UNet predicts [B,C,h,w] */
  predict(x: Tensor, timesteps: readonly number[], told: Told): Promise<Tensor>
  /** As `predict`, with attention changed, and with maps of the rows that are to be shown. */
  attend(x: Tensor, timesteps: readonly number[], told: Told, changes: AttentionChanges): Promise<Attended>
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
  let sites: HookedSites = { self: [], cross: [], groups: [], selfScales: [], parts: [] }
  let residuals!: ReturnType<typeof residualInputs>
  const hook: Hook = (g, { batch, tokens }) => {
    const parts = attentionHook(g, { batch, tokens })
    residuals = residualInputs(g)
    return { ...parts, handOver: residuals.handOver, finish: () => void (sites = parts.finish()) }
  }
  const adapter = loras.adapter({ kind: 'unet', config: part.config })
  const { weights, ready } = sessions.precise(await part.open(), 'unet')
  const graph = fitting(part, weights, (weights, config) => unet(weights, config, { hook, adapter }))
  const doing = (size: string) => `${name}: a step of the UNet for ${size}, the negative prompt counted,`
  const session = sessions.add(
    async () => {
      await ready()
      return graph
    },
    { picture: { sides: ['h', 'w'], pixels: downscale, doing } },
  )
  const { inChannels, contextWidth, added } = part.config
  const expect = expecting(name)

  /** SDXL's inputs beside the context. */
  function addedFeeds({ pooled, numbers }: Told, B: number): Record<string, Tensor> {
    if (!added) return {}
    const fits = (given: Tensor | undefined, width: number): given is Tensor =>
      given?.shape.length === 2 && given.shape[0] === B && given.shape[1] === width
    if (!fits(pooled, added.pooled) || !fits(numbers, added.numbers)) {
      const wanted = `pooled text [${B},${added.pooled}] and numbers [${B},${added.numbers}] are expected`
      throw new ModelError(`${name}: ${wanted}; got [${pooled?.shape ?? ''}] and [${numbers?.shape ?? ''}]`)
    }
    return { pooled, numbers }
  }

  async function attend(
    strengths: Record<string, Feed>,
    x: Tensor,
    timesteps: readonly number[],
    told: Told,
    changes: AttentionChanges,
  ): Promise<Attended> {
    checkLatent(name, x, inChannels, downscale)
    const [B, , h, w] = x.shape as [number, number, number, number]
    expect(timesteps.length === B, `${B} time steps are expected, one for each row`, `${timesteps.length}`)
    const { context } = told
    const [rows, length, width] = context.shape
    const fits = context.shape.length === 3 && rows === B && width === contextWidth
    expect(fits, `a context of shape [${B},tokens,${contextWidth}] is expected`, `[${context.shape}]`)
    const fault = changesFault(changes, sites, B, length!)
    if (fault) throw new ModelError(`${name}: ${fault}`)
    if (!residuals.fit(told.residuals))
      throw new ModelError(`${name}: what the ControlNet adds is for a UNet of other channels`)
    const steps = { shape: [B], data: Float32Array.from(timesteps) }
    const feeds = {
      ...{ x, timesteps: steps, context, ...addedFeeds(told, B) },
      ...hookFeeds(changes, sites, B, length!),
      ...residuals.feeds(told.residuals),
      ...strengths,
    }
    const outputs = await session.run(feeds, ['predicted', ...hookOutputs(changes, sites)])
    const maps = changes.shown?.length ? readMaps(outputs, sites, h, w) : []
    const self = changes.inspected && outputs[selfName(changes.inspected.scale)]
    const { recorded } = changes
    const kept = recorded && keepRows(outputs, partsRead(changes, new Set(recorded), sites), recorded.length, sites)
    return { predicted: outputs.predicted!, maps, ...(self && { self }), ...(kept && { kept }) }
  }

  return (given) => {
    const strengths = strengthFeeds(graph, given)
    return {
      predict: async (x, timesteps, told) => (await attend(strengths, x, timesteps, told, {})).predicted,
      attend: (...call) => attend(strengths, ...call),
      sites,
      inChannels,
      ...(added && { added }),
    }
  }
}
