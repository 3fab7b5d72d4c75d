import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { type FileHandle, open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gaussian } from '../../packages/diffusion/src/index'
import { readCheckpoint } from '../../packages/models/src/checkpoint'
import { textEncoderConfig } from '../../packages/models/src/clip/config'
import { textEncoder } from '../../packages/models/src/clip/text-encoder'
import { tinyVaeConfig } from '../../packages/models/src/tiny-vae/config'
import { tinyVaeDecoder } from '../../packages/models/src/tiny-vae/decoder'
import { unetConfig } from '../../packages/models/src/unet/config'
import { unet } from '../../packages/models/src/unet/unet'
import type { RrdbConfig } from '../../packages/models/src/upscaler/config'
import { rrdbNet } from '../../packages/models/src/upscaler/rrdb'
import { vaeConfig } from '../../packages/models/src/vae/config'
import { vaeDecoder } from '../../packages/models/src/vae/decoder'
import { vaeEncoder } from '../../packages/models/src/vae/encoder'
import type { Scope, StoredTensor, Weights } from '../../packages/onnx-graph/src/index'

const levels = (...names: string[]) => names
const [cross, plain] = ['CrossAttn', '']
const configs = {
  unet: {
    _class_name: 'UNet2DConditionModel',
    in_channels: 4,
    out_channels: 4,
    block_out_channels: [320, 640, 1280, 1280],
    layers_per_block: 2,
    attention_head_dim: 8,
    cross_attention_dim: 768,
    down_block_types: levels(cross, cross, cross, plain).map((kind) => `${kind}DownBlock2D`),
    up_block_types: levels(plain, cross, cross, cross).map((kind) => `${kind}UpBlock2D`),
  },
  vae: {
    _class_name: 'AutoencoderKL',
    block_out_channels: [128, 256, 512, 512],
    layers_per_block: 2,
    down_block_types: Array(4).fill('DownEncoderBlock2D'),
    up_block_types: Array(4).fill('UpDecoderBlock2D'),
  },
  taesd: {
    _class_name: 'AutoencoderTiny',
    num_decoder_blocks: [3, 3, 3, 1],
    num_encoder_blocks: [1, 3, 3, 3],
  },
  text_encoder: {
    architectures: ['CLIPTextModel'],
    model_type: 'clip_text_model',
    vocab_size: 49408,
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    max_position_embeddings: 77,
    hidden_act: 'quick_gelu',
    layer_norm_eps: 1e-5,
    bos_token_id: 49406,
    eos_token_id: 49407,
    pad_token_id: 1,
  },
}
const parsed = {
  unet: unetConfig('unet', configs.unet),
  vae: vaeConfig('vae', configs.vae),
  taesd: tinyVaeConfig('taesd', configs.taesd),
  text_encoder: textEncoderConfig('text_encoder', configs.text_encoder),
}
const builders: Record<keyof typeof configs, Builder> = {
  unet: (weights) => [unet(weights, parsed.unet)],
  vae: (weights) => [vaeDecoder(weights, parsed.vae), vaeEncoder(weights, parsed.vae)],
  taesd: (weights) => [tinyVaeDecoder(weights, parsed.taesd)],
  text_encoder: (weights) => [textEncoder(weights, parsed.text_encoder)],
}

const folder = process.env.LOOM_BENCH_CACHE ?? join(tmpdir(), 'latent-loom-bench')

/** Stable Diffusion 1.5 and its TAESD in their full size, with random weights in float16, as diffusers would keep them. Made once: 2.1 GB. */
export async function fullSizeModel() {
  const files = Object.keys(configs).map((name) => join(folder, name, weightsName(name)))
  for (const [i, name] of (Object.keys(configs) as (keyof typeof configs)[]).entries())
    if (!existsSync(files[i]!)) await make(files[i]!, builders[name], configs[name])
  const [unetWeights, vaeWeights, tinyWeights, textWeights] = await Promise.all(files.map(readCheckpoint))
  const weights = { unet: unetWeights!, vae: vaeWeights!, taesd: tinyWeights!, text: textWeights! }
  return { folder, configs: parsed, weights }
}

const weightsName = (name: string) =>
  name === 'text_encoder' ? 'model.safetensors' : 'diffusion_pytorch_model.safetensors'

/** Real-ESRGAN's RRDBNet for 4 times the size, the same way: 33 MB. */
export async function fullSizeUpscaler() {
  const path = join(folder, 'upscaler', 'model.safetensors')
  const config: RrdbConfig = {
    ...{ architecture: 'RRDBNet', scale: 4, features: 64, growth: 32, blocks: 23, unshuffle: 1, doublings: 2 },
  }
  if (!existsSync(path)) await make(path, (weights) => [rrdbNet(weights, config)], config)
  return { config, weights: await readCheckpoint(path) }
}

type Builder = (weights: Weights) => Scope[]

/** Writes weights for what `build` builds, and its config beside. */
async function make(path: string, build: Builder, config: object): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  await writeFile(join(dirname(path), 'config.json'), JSON.stringify(config, undefined, 2))
  const file = await open(`${path}.part`, 'w')
  await writeRandom(file, tensorsOf(build))
  await file.close()
  renameSync(`${path}.part`, path)
}

/** Which tensors graphs ask for, with their shapes. */
function tensorsOf(build: Builder): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>()
  const listed: Weights = {
    get(tensor, shape): StoredTensor | undefined {
      if (!shape) return tensor.startsWith('text_model.') ? anything([]) : undefined
      shapes.set(tensor, shape)
      return anything(shape)
    },
  }
  build(listed)
  return shapes
}
const anything = (shape: readonly number[]): StoredTensor => ({
  file: '',
  offset: 0,
  length: 0,
  type: 'float16',
  shape,
})

const pool = 1 << 20

/** Weights of variance 1 ÷ inputs, so that activations keep their size; norms begin as nothing but norms. */
async function writeRandom(file: FileHandle, shapes: Map<string, readonly number[]>): Promise<void> {
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1)
  const header: Record<string, unknown> = {}
  let end = 0
  for (const [name, shape] of shapes)
    header[name] = { dtype: 'F16', shape, data_offsets: [end, (end += 2 * size(shape))] }
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  await file.write(length)
  await file.write(text)
  const normal = gaussian(15)([pool]).data
  const halves = new Map<number, Uint16Array>()
  let drawn = 0
  for (const [name, shape] of shapes) {
    const inputs = shape.length > 1 ? size(shape) / shape[0]! : 10_000
    if (!halves.has(inputs))
      halves.set(
        inputs,
        Uint16Array.from(normal, (value) => half(value / Math.sqrt(inputs))),
      )
    const values = halves.get(inputs)!
    const rows = shape.length > 1 ? shape[0]! : 1
    const data = new Uint16Array(size(shape))
    const isNorm = /norm\d?\.weight|norm_out\.weight|group_norm\.weight/.test(name)
    if (isNorm) data.fill(half(1))
    // A row is a stretch of the pool from anywhere: a billion draws would take minutes.
    else
      for (let row = 0; row < rows; row++) {
        const width = data.length / rows
        const from = Math.floor(Math.abs(normal[(drawn++ * 7919) % pool]!) * 1e8) % (pool - width)
        data.set(values.subarray(from, from + width), row * width)
      }
    await file.write(new Uint8Array(data.buffer))
  }
}

const float = new Float32Array(1)
const bitsOf = new Uint32Array(float.buffer)

/** The nearest float16 of a value that is not too small for it, else 0. */
function half(value: number): number {
  float[0] = value
  const bits = bitsOf[0]!
  const exponent = ((bits >>> 23) & 255) - 112
  return exponent <= 0 ? 0 : ((bits >>> 16) & 0x8000) | ((exponent << 10) + (((bits & 0x7fffff) + 0x1000) >> 13))
}
