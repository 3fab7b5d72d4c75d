import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { StoredTensor } from '@loom/onnx-graph'
import { Checkpoint } from '../checkpoint'
import { ModelError } from '../error'
import { fileKind } from '../single/file-kind'
import { readTensorFile } from '../tensor-file'
import { readValues } from '../values'
import { spelled } from './lora-names'
import { peftAlphas } from './peft-alpha'
import { type Rotation, readRotation } from './rotation'

/** What a tensor of a LoRA is to its layer; the names are kohya's and LyCORIS'. */
export type Role =
  | 'lora_down'
  | 'lora_up'
  | 'lora_mid'
  | 'dora_scale'
  | 'magnitude'
  | 'diff'
  | 'diff_b'
  | 'hada_w1_a'
  | 'hada_w1_b'
  | 'hada_w2_a'
  | 'hada_w2_b'
  | 'hada_t1'
  | 'hada_t2'
  | 'lokr_w1'
  | 'lokr_w1_a'
  | 'lokr_w1_b'
  | 'lokr_w2'
  | 'lokr_w2_a'
  | 'lokr_w2_b'
  | 'lokr_t2'
  | 'oft_blocks'
  | 'rescale'
  | 'a1'
  | 'a2'
  | 'b1'
  | 'b2'

/** All that a file has for one layer of a model. */
export type LoraLayer = {
  /** The layer as the file writes it. */
  readonly name: string
  readonly tensors: ReadonlyMap<Role, StoredTensor>
  readonly alpha?: number
  /** What `oft_blocks` stand for. */
  readonly rotation?: Rotation
}

export type LoraFile = {
  readonly path: string
  readonly name: string
  /** By name as `spelled`. */
  readonly layers: ReadonlyMap<string, LoraLayer>
  /** Names of tensors that are of no kind known here. */
  readonly unknown: readonly string[]
}

const plain: readonly Role[] = [
  ...(['hada_w1_a', 'hada_w1_b', 'hada_w2_a', 'hada_w2_b', 'hada_t1', 'hada_t2'] as const),
  ...(['lokr_w1', 'lokr_w1_a', 'lokr_w1_b', 'lokr_w2', 'lokr_w2_a', 'lokr_w2_b', 'lokr_t2'] as const),
  ...(['dora_scale', 'diff', 'diff_b', 'oft_blocks', 'rescale'] as const),
]

/** How the names of tensors end: kohya's and LyCORIS', PEFT's, and three of diffusers. */
const endings: readonly (readonly [ending: string, role: Role | 'alpha'])[] = [
  ['.alpha', 'alpha'],
  ...plain.map((role) => [`.${role}`, role] as const),
  ['.lora_mid.weight', 'lora_mid'],
  ['.w_norm', 'diff'],
  ['.b_norm', 'diff_b'],
  ...(['a1', 'a2', 'b1', 'b2'] as const).map((role) => [`.${role}.weight`, role] as const),
  ...['.lora_down.weight', '.lora_A.weight', '.lora_A.default.weight'].map((it) => [it, 'lora_down'] as const),
  ...['.lora_up.weight', '.lora_B.weight', '.lora_B.default.weight'].map((it) => [it, 'lora_up'] as const),
  ...['.lora.down.weight', '_lora.down.weight', '.lora_linear_layer.down.weight'].map(
    (it) => [it, 'lora_down'] as const,
  ),
  ...['.lora.up.weight', '_lora.up.weight', '.lora_linear_layer.up.weight'].map((it) => [it, 'lora_up'] as const),
  ...['', '.weight', '.default.weight'].map((it) => [`.lora_magnitude_vector${it}`, 'magnitude'] as const),
]

type LayerSoFar = {
  readonly name: string
  readonly tensors: Map<Role, StoredTensor>
  alpha?: number
  rotation?: Rotation
}

/** Reads where the tensors of a LoRA lie, and its few single numbers. */
export async function readLora(file: string): Promise<LoraFile> {
  const path = await realpath(file).catch(() => resolve(file))
  const { tensors, metadata } = await readTensorFile(path)
  const checkpoint = new Checkpoint()
  checkpoint.add(path, tensors)
  const layers = new Map<string, LayerSoFar>()
  const unknown: string[] = []
  for (const name of checkpoint.names) {
    const [ending, role] = endings.find(([ending]) => name.endsWith(ending)) ?? []
    if (!ending || !role) {
      unknown.push(name)
      continue
    }
    const written = name.slice(0, -ending.length)
    const layer: LayerSoFar = layers.get(spelled(written)) ?? { name: written, tensors: new Map() }
    layers.set(spelled(written), layer)
    const stored = checkpoint.get(name)!
    if (role === 'alpha') layer.alpha = await singleNumber(stored, `${path}: ${name}`)
    else layer.tensors.set(role, stored)
  }
  if (layers.size === 0) throw new ModelError(`${path} is not a LoRA but ${fileKind(checkpoint.names).is}`)
  const alphaOf = peftAlphas(path, metadata)
  for (const layer of layers.values()) {
    const rank = layer.tensors.get('lora_down')?.shape[0]
    const alpha = rank === undefined ? undefined : alphaOf(layer.name, rank)
    if (alpha !== undefined) layer.alpha ??= alpha
    const blocks = layer.tensors.get('oft_blocks')
    if (blocks) layer.rotation = await readRotation(blocks, layer.alpha ?? 0, `${path}: ${layer.name}`)
  }
  return { path, name: basename(file), layers, unknown }
}

async function singleNumber(stored: StoredTensor, place: string): Promise<number> {
  for await (const values of readValues(stored))
    if (values.length === 1 && Number.isFinite(values[0])) return values[0]!
  throw new ModelError(`${place} is not a number`)
}
