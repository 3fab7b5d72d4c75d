import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectModel, ModelError, openModel } from '@loom/models'
import type { Workflow } from '@loom/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Drawn, writeSafetensors } from '../support/drawn-checkpoint'
import { root } from '../support/host'
import { loomServe } from '../support/loom'

const tiny = join(root, 'tests/golden/models/tiny-sd1')
const weightsOf = (part: string, name = 'diffusion_pytorch_model') => `${part}/${name}.safetensors`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] }

/** A copy of the tiny model with these 16 bits in the middle of a tensor. */
async function spoilt(name: string, file: string, tensor: string, bits: number): Promise<string> {
  const model = join(folder, name)
  await cp(tiny, model, { recursive: true })
  const bytes = await readFile(join(model, file))
  const length = Number(bytes.readBigUInt64LE())
  const { dtype, data_offsets: at }: Entry = JSON.parse(`${bytes.subarray(8, 8 + length)}`)[tensor]
  const middle = 8 + length + at[0] + 4 * Math.floor((at[1] - at[0]) / 8)
  if (dtype === 'F32') bytes.writeUInt32LE(bits << 16, middle)
  else bytes.writeUInt16LE(bits, middle)
  await writeFile(join(model, file), bytes)
  return model
}

const sentence = new Array<number>(77).fill(5)
const values = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(0.1) })

describe('a weight that is no number', () => {
  it('is named with its file once it has spoilt what comes out', async () => {
    const model = await openModel(await spoilt('nan', weightsOf('unet'), 'mid_block.resnets.0.conv1.weight', 0x7e00), {
      threads: 1,
    })
    const { context } = await model.encodeText([sentence])
    await expect(model.predict(values(1, 4, 8, 8), [500], { context })).rejects.toThrow(
      /unet.diffusion_pytorch_model\.safetensors cannot be used: its tensor mid_block\.resnets\.0\.conv1\.weight contains NaN$/,
    )
    expect((await model.decode(values(1, 4, 2, 2))).data.every(Number.isFinite)).toBe(true) // the VAE is whole
    await model.dispose()
  })

  it('may be infinite, too', async () => {
    const tensor = 'encoder.layers.0.mlp.fc1.bias'
    const names = [tensor, `text_model.${tensor}`]
    const bytes = await readFile(join(tiny, weightsOf('text_encoder', 'model')))
    const there = names.find((name) => bytes.includes(`"${name}"`))!
    const model = await openModel(await spoilt('inf', weightsOf('text_encoder', 'model'), there, 0x7c00))
    await expect(model.encodeText([sentence])).rejects.toThrow(/its tensor .*mlp\.fc1\.bias contains infinity$/)
    await model.dispose()
  })
})

/** A safetensors file of this header over eight bytes of numbers. */
async function headed(name: string, header: unknown, length?: bigint): Promise<string> {
  const text = Buffer.from(JSON.stringify(header))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(length ?? BigInt(text.length))
  const file = join(folder, name)
  await writeFile(file, Buffer.concat([size, text, Buffer.alloc(8)]))
  return file
}

const tensor = (begin: number, end: number) => ({
  dtype: 'F32',
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
})
const named = (...names: string[]): Drawn[] => names.map((name) => ({ name, shape: [1], data: Float32Array.of(1) }))
const written = async (file: string, names: string[]): Promise<string> => {
  await writeSafetensors(join(folder, file), named(...names))
  return join(folder, file)
}
const original = 'model.diffusion_model.'

describe('a file is refused in one sentence', () => {
  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'whose header would be larger than itself',
      () => headed('larger.safetensors', {}, 1n << 62n),
      /its header should have 4611686018427387904 bytes, the file has \d+$/,
    ],
    [
      'with tensors over each other',
      () => headed('over.safetensors', { a: tensor(0, 8), b: tensor(4, 8) }),
      /tensor "b" does not start where the one before it ends$/,
    ],
    [
      'of another architecture: Stable Diffusion 3',
      () => written('sd3.safetensors', [`${original}joint_blocks.0.x_block.attn.qkv.weight`]),
      /is not a Stable Diffusion checkpoint but Stable Diffusion 3$/,
    ],
    [
      'of another architecture: Flux',
      () => written('flux.safetensors', ['double_blocks.0.img_attn.qkv.weight']),
      /but Flux or a relative of it$/,
    ],
    [
      'that is another part of a model',
      () => written('lora.safetensors', ['lora_unet_mid_block_attentions_0_proj_in.lora_down.weight']),
      /but a LoRA$/,
    ],
    [
      'trained on other noise levels',
      () => written('edm.safetensors', [`${original}input_blocks.0.0.weight`, 'edm_mean', 'edm_std']),
      /was trained on the noise levels of EDM, which are not known here$/,
    ],
    [
      'with half a UNet',
      () => written('half.safetensors', [`${original}input_blocks.0.0.weight`]),
      /half\.safetensors .+/,
    ],
    [
      'whose pickle would run a program',
      async () => join(root, 'packages/models/src/torch/files/evil.ckpt'),
      /its pickle imports posix\.system, which is more than data; nothing of it was executed$/,
    ],
  ])('%s', async (_, file, sentence) => {
    const path = await file()
    const told = await openModel(path).then(
      () => 'opened',
      (error: Error) => (error instanceof ModelError ? error.message : `${error.stack}`),
    )
    expect(told).toMatch(sentence)
    expect(told).not.toContain('\n')
    const looked = await inspectModel(path).catch((error) => error)
    expect(looked instanceof ModelError || looked.role !== 'checkpoint').toBe(true)
  })
})

describe('the engine', () => {
  it('answers for broken models in a sentence each and then paints with a whole one', async () => {
    const data = join(folder, 'data')
    const models = join(data, 'models')
    await cp(tiny, join(models, 'whole'), { recursive: true })
    await cp(await spoilt('spoilt', weightsOf('unet'), 'conv_in.weight', 0x7e00), join(models, 'spoilt'), {
      recursive: true,
    })
    await cp(join(root, 'packages/models/src/torch/files/evil.ckpt'), join(models, 'evil.ckpt'))
    const server = await loomServe(data)
    const text = await readFile(join(root, 'graphs/text-to-image.json'), 'utf8')
    const paint = async (checkpoint: string) => {
      const workflow: Workflow = JSON.parse(text)
      const set = { 'checkpoint.checkpoint': checkpoint, 'scheduler.steps': 1 }
      const { id } = await server.client.runs.start({ workflow, set })
      for await (const event of server.client.runs.events(id)) if (event.type === 'ended') break
      const { status, error } = await server.client.runs.get(id)
      return `${status} ${error ?? ''}`
    }
    try {
      expect(await paint('spoilt')).toMatch(/^failed .*its tensor conv_in\.weight contains NaN$/)
      expect(await paint('evil.ckpt').catch((error: Error) => error.message)).toMatch(/evil\.ckpt/)
      expect(await paint('whole')).toBe('done ')
    } finally {
      await server.stop()
    }
  })
})
