import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Weights } from '@loom/onnx-graph'
import { type Checkpoint, readCheckpoint } from '../checkpoint'
import { ModelError } from '../error'
import { fittingParts } from '../fitting-parts'
import { kindOf, type ModelKind } from '../kind'
import type { Component, ModelParts, TextPart } from '../parts'
import type { VaeConfig } from '../vae/config'
import { fileKind } from './file-kind'
import { predictionOf } from './prediction'
import { Shapes } from './shapes'
import { clipConfigOf, openClipConfigOf, type TextForm } from './text-shape'
import { originalUnetName } from './unet-names'
import { unetConfigOf } from './unet-shape'
import { originalVaeName } from './vae-names'
import { hasVae, vaeConfigOf } from './vae-shape'
import { fromOpenClip, orMean, renamed } from './views'

/** Latents are scaled by this before the UNet sees them. */
const scalings: Readonly<Record<ModelKind, number>> = {
  sd1: 0.18215,
  sd2: 0.18215,
  sdxl: 0.13025,
  'sdxl-refiner': 0.13025,
}
const unetPrefixes = ['model.diffusion_model.', '']

/** Reads a checkpoint in one file, as Stable Diffusion's authors lay it out; what it is shows in its names and shapes. */
export async function readModelFile(path: string): Promise<ModelParts> {
  const file = await realpath(path).catch(() => resolve(path))
  const all = await readCheckpoint(file)
  const { role, is } = fileKind(all.names)
  if (role !== 'checkpoint') throw new ModelError(`${file} is not a Stable Diffusion checkpoint but ${is}`)
  const weights = orMean(all)
  const prefix = unetPrefixes.find((it) => new Shapes(weights, it).has('input_blocks.0.0.weight')) ?? ''
  const projection = new Shapes(all, '').of('conditioner.embedders.1.model.text_projection')?.[1]
  const pooled = projection ?? new Shapes(all, '').of('conditioner.embedders.0.model.text_projection')?.[1]
  const config = unetConfigOf(new Shapes(weights, prefix), file, pooled)
  const kind = kindOf(config)
  const unet = renamed(weights, (name) => prefix + originalUnetName(name, config))
  const vae = vaePart(all, file, scalings[kind], ['first_stage_model.'])
  return fittingParts({
    path: file,
    name: basename(path),
    textEncoders: textParts(all, file, kind),
    unet: { config, file, open: async () => unet },
    ...(vae && { vae }),
    latentScaling: scalings[kind],
    scheduler: await predictionOf(weights, prefix, kind, config.inChannels),
  })
}

/** The VAE of a file on its own, for latents that a UNet sees scaled by `scaling`. */
export async function readVaeFile(path: string, scaling: number): Promise<Component<VaeConfig>> {
  const file = await realpath(path).catch(() => resolve(path))
  const all = await readCheckpoint(file)
  const vae = vaePart(all, file, scaling, ['first_stage_model.', ''])
  if (!vae) throw new ModelError(`${file} has no VAE in it; it is ${fileKind(all.names).is}`)
  return vae
}

function vaePart(
  all: Checkpoint,
  file: string,
  scaling: number,
  prefixes: readonly string[],
): Component<VaeConfig> | undefined {
  const prefix = prefixes.find((it) => hasVae(new Shapes(all, it)))
  if (prefix === undefined) return undefined
  const { original, ...config } = vaeConfigOf(new Shapes(all, prefix), scaling)
  const nameOf = (name: string) => prefix + (original ? originalVaeName(name, config.channels.length) : name)
  const weights = renamed(all, nameOf)
  return { config, file, open: async () => weights }
}

/** Where the text encoders of each kind stand; of several places the first that there is counts. */
const places: Readonly<Record<ModelKind, readonly (readonly [form: TextForm, prefixes: readonly string[]])[]>> = {
  sd1: [['sd1', ['cond_stage_model.transformer.']]],
  sd2: [['sd2', ['cond_stage_model.model.', 'conditioner.embedders.0.model.', 'cond_stage_model.transformer.']]],
  sdxl: [
    ['xl-first', ['conditioner.embedders.0.transformer.']],
    ['xl-second', ['conditioner.embedders.1.model.']],
  ],
  'sdxl-refiner': [['xl-second', ['conditioner.embedders.0.model.']]],
}

/** The text encoders of a file, all that its kind needs or none. */
function textParts(all: Checkpoint, file: string, kind: ModelKind): TextPart[] {
  const parts = places[kind].map(([form, prefixes]) => {
    for (const prefix of prefixes) {
      const part = textPart(all, file, form, prefix)
      if (part) return part
    }
    return undefined
  })
  return parts.every((part) => part !== undefined) ? parts : []
}

function textPart(all: Checkpoint, file: string, form: TextForm, prefix: string): TextPart | undefined {
  const open = (weights: Weights) => async () => weights
  if (prefix.endsWith('.model.')) {
    const config = openClipConfigOf(new Shapes(all, prefix), form)
    return config && { config, file, pad: 0, open: open(fromOpenClip(all, prefix)) }
  }
  const inner = [`${prefix}text_model.`, prefix].find((it) => clipConfigOf(new Shapes(all, it), form)) // old files leave text_model out
  const config = inner === undefined ? undefined : clipConfigOf(new Shapes(all, inner), form)
  return (
    config && { config, file, pad: form === 'sd2' ? 0 : config.end, open: open(renamed(all, (name) => inner + name)) }
  )
}
