import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readCheckpoint } from '../checkpoint'
import { ModelError } from '../error'
import { findWeights, readJson } from '../files'
import type { Component } from '../parts'
import { isFile } from '../read-model'
import { fileKind } from '../single/file-kind'
import { Shapes } from '../single/shapes'
import { renamed } from '../single/views'
import { type ControlNetConfig, controlNetConfig } from './config'
import { originalControlNetName } from './names'
import { diffusersConfigOf, originalConfigOf } from './shape'

/** `isDifference`: its weights are what they differ by from those of the UNet it was trained from. */
export type ControlNetPart = Component<ControlNetConfig> & { readonly isDifference: boolean }

/** Whether a folder is of diffusers' ControlNetModel. */
export async function isControlNetFolder(folder: string): Promise<boolean> {
  const config = await readJson(join(folder, 'config.json'), true).catch(() => undefined)
  return (config as { _class_name?: unknown } | undefined)?._class_name === 'ControlNetModel'
}

/** Reads a ControlNet: a folder of diffusers, or a file in its layout or in that of ControlNet's authors. */
export async function readControlNet(path: string): Promise<ControlNetPart> {
  const real = await realpath(path).catch(() => resolve(path))
  return isFile(real) ? readFile(real) : readFolder(real)
}

async function readFolder(folder: string): Promise<ControlNetPart> {
  const json = join(folder, 'config.json')
  const config = controlNetConfig(json, await readJson(json))
  const file = findWeights(folder)
  return { config, file, open: () => readCheckpoint(file), isDifference: false }
}

async function readFile(file: string): Promise<ControlNetPart> {
  const all = await readCheckpoint(file)
  const isDifference = all.names.includes('difference')
  if (new Shapes(all, '').has('controlnet_cond_embedding.conv_in.weight')) {
    const config = diffusersConfigOf(new Shapes(all, ''), file)
    return { config, file, open: async () => all, isDifference }
  }
  const prefix = ['control_model.', ''].find((it) => new Shapes(all, it).has('input_hint_block.0.weight'))
  if (prefix === undefined) throw new ModelError(`${file} is not a ControlNet but ${fileKind(all.names).is}`)
  const config = originalConfigOf(new Shapes(all, prefix), file)
  const weights = renamed(all, (name) => prefix + originalControlNetName(name, config))
  return { config, file, open: async () => weights, isDifference }
}
