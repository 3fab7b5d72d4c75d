import { cp, mkdtemp, readFile, realpath, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ModelError } from './error'
import { fingerprint } from './fingerprint'
import { readModelFolder } from './folder'
import { listModels } from './list'
import { openModel } from './model'

const tiny = join(import.meta.dirname, '../../../tests/golden/models/tiny-sd1')

let models: string
let folder: string
beforeEach(async () => {
  models = await realpath(await mkdtemp(join(tmpdir(), 'loom-')))
  folder = join(models, 'mine')
  await cp(tiny, folder, { recursive: true })
})
afterEach(() => rm(models, { recursive: true }))

async function change(file: string, fields: Record<string, unknown>): Promise<void> {
  const path = join(folder, file)
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...fields }))
}

describe('a model folder', () => {
  it('tells what the model is without reading weights', async () => {
    await change('tokenizer/tokenizer_config.json', { pad_token: { content: '!' } })
    const model = await readModelFolder(folder)
    expect(model.name).toBe('mine')
    expect(model.scheduler).toMatchObject({ beta_schedule: 'scaled_linear', prediction_type: 'epsilon' })
    expect(model.tokenizer).toMatchObject({ maxLength: 77, padId: 0, merges: expect.arrayContaining(['ra t</w>']) })
    expect(model.vae?.config).toMatchObject({ downscale: 8, scaling: 0.18215 })
    expect(model.unet.config.blocks.map(({ channels, down }) => [channels, down?.heads])).toEqual([
      [4, 2],
      [8, 2],
      [8, undefined],
    ])
  })

  it('may have its vocabulary in tokenizer.json', async () => {
    const vocab = JSON.parse(await readFile(join(folder, 'tokenizer/vocab.json'), 'utf8'))
    await rm(join(folder, 'tokenizer/vocab.json'))
    const model = { vocab, merges: [['r', 'a'], 'ra t</w>'] }
    await writeFile(join(folder, 'tokenizer/tokenizer.json'), JSON.stringify({ model }))
    expect((await readModelFolder(folder)).tokenizer?.merges).toEqual(['r a', 'ra t</w>'])
  })

  it('may bring colours for previews', async () => {
    const colours = { factors: [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]], bias: [0, 0, 0.5] } // biome-ignore format: a row
    await writeFile(join(folder, 'latent-rgb.json'), JSON.stringify(colours))
    expect((await readModelFolder(folder)).latentRgb).toEqual(colours)
    await writeFile(join(folder, 'latent-rgb.json'), JSON.stringify({ factors: [[1, 0, 0]], bias: [0, 0, 0] }))
    await expect(readModelFolder(folder)).rejects.toThrow('latent-rgb.json: factors of [4][3] numbers')
  })

  it.each([
    'model_index.json',
    'unet/config.json',
    'vae/config.json',
    'text_encoder/config.json',
    'scheduler/scheduler_config.json',
    'tokenizer/merges.txt',
  ])('says that %s is missing', async (file) => {
    await rm(join(folder, file))
    await expect(readModelFolder(folder)).rejects.toThrow(`${join(folder, file)} is missing`)
  })

  it('says that weights are missing', async () => {
    await rm(join(folder, 'unet/diffusion_pytorch_model.safetensors'))
    await expect(readModelFolder(folder)).rejects.toThrow(
      `${join(folder, 'unet')} has no weights: diffusion_pytorch_model.safetensors or model.safetensors is missing`,
    )
  })

  it.each<[file: string, fields: Record<string, unknown>, message: string]>([
    ['model_index.json', { _class_name: 'FluxPipeline' }, '_class_name is "FluxPipeline"; known is StableDiffusion'],
    ['unet/config.json', { act_fn: 'mish' }, 'act_fn is "mish"; only "silu" is supported'],
    ['unet/config.json', { block_out_channels: [4, '8', 8] }, 'block_out_channels is [4,"8",8]; a list of whole'],
    ['unet/config.json', { attention_head_dim: [2, 2] }, 'one number for each of 3 blocks is expected'],
    ['unet/config.json', { up_block_types: ['UpBlock2D'] }, 'up_block_types is ["UpBlock2D"]; 3 blocks are expected'],
    ['unet/config.json', { down_block_types: ['AttnDownBlock2D'] }, 'known is DownBlock2D, CrossAttnDownBlock2D'],
    ['unet/config.json', { twirl: 3 }, 'unet/config.json: twirl is not known (its value is 3)'],
    ['unet/config.json', { in_channels: 0 }, 'in_channels is 0; a whole number above 0 is expected'],
    ['unet/config.json', { norm_eps: 'small' }, 'norm_eps is "small"; a number is expected'],
    ['unet/config.json', { cross_attention_dim: 32 }, 'the UNet attends to 32 channels, the text encoder gives 16'],
    ['vae/config.json', { block_out_channels: null }, 'vae/config.json: block_out_channels is missing'],
    ['vae/config.json', { latents_mean: [0] }, 'latents_mean is [0]; only null is supported'],
    ['text_encoder/config.json', { hidden_act: 'relu' }, 'hidden_act is "relu"; known is quick_gelu, gelu'],
    ['scheduler/scheduler_config.json', { prediction_type: 'flow' }, 'known is epsilon, v_prediction, sample'],
    ['tokenizer/tokenizer_config.json', { pad_token: '<nope>' }, 'no entry for its pad_token "<nope>"'],
  ])('is refused where %s has %o', async (file, fields, message) => {
    await change(file, fields)
    await expect(readModelFolder(folder)).rejects.toThrow(ModelError)
    await expect(readModelFolder(folder)).rejects.toThrow(message)
  })

  it('whose JSON is broken is refused by name', async () => {
    await writeFile(join(folder, 'vae/config.json'), '{"a":')
    await expect(readModelFolder(folder)).rejects.toThrow(`${join(folder, 'vae/config.json')} is not JSON: `)
  })
})

describe('opening a model', () => {
  it('stays with the folder that a link led to', async () => {
    await symlink(folder, join(models, 'newest'))
    expect(await readModelFolder(join(models, 'newest'))).toMatchObject({ name: 'newest', path: folder })
  })

  it('loads nothing from files that have changed since', async () => {
    const model = await openModel(folder)
    await truncate(join(folder, 'vae/diffusion_pytorch_model.safetensors'), 10_000)
    const latent = { shape: [1, 4, 1, 1], data: new Float32Array(4) }
    await expect(model.decode(latent)).rejects.toThrow(`${folder} has changed since it was opened`)
  })

  it('refuses weights that are cut off', async () => {
    await truncate(join(folder, 'unet/diffusion_pytorch_model.safetensors'), 60_000)
    await expect(openModel(folder)).rejects.toThrow(/unet.*it has 60000 bytes and should have \d+; it may be cut off/)
  })

  it('refuses weights that another config would need', async () => {
    await change('unet/config.json', { block_out_channels: [4, 8, 16] })
    await expect(openModel(folder)).rejects.toThrow(
      /diffusion_pytorch_model.safetensors does not fit its config: down_blocks.2.resnets.0.conv1.weight: the weights have shape \[8,8,3,3\], the config asks for \[16,8,3,3\]/,
    )
  })
})

describe('a list of models', () => {
  it('shows name, size and the title of the card', async () => {
    await writeFile(join(folder, 'README.md'), '---\nlicense: mit\n---\n# My pictures\n')
    await cp(tiny, join(models, 'other'), { recursive: true })
    await change('text_encoder/config.json', { hidden_size: 768 })
    await change('unet/config.json', { cross_attention_dim: 768 })
    const [mine, other] = await listModels([join(models, 'missing'), models])
    expect(mine).toMatchObject({ name: 'mine', path: folder, kind: 'sd1', title: 'My pictures' })
    expect(other).toMatchObject({ name: 'other', kind: 'other', title: 'other' })
    expect(other!.size).toBeGreaterThan(100_000)
  })

  it('keeps a model that cannot be opened, with the reason', async () => {
    await rm(join(folder, 'vae'), { recursive: true })
    expect(await listModels([models])).toMatchObject([
      { name: 'mine', problem: `${join(folder, 'vae/config.json')} is missing` },
    ])
  })
})

describe('a fingerprint', () => {
  it('changes with the files and not otherwise', async () => {
    const before = fingerprint(folder)
    expect(fingerprint(folder)).toBe(before)
    await utimes(join(folder, 'vae/diffusion_pytorch_model.safetensors'), 1000, 1000)
    expect(fingerprint(folder)).not.toBe(before)
  })

  it('differs between places', () => {
    expect(fingerprint(folder)).not.toBe(fingerprint(tiny))
  })
})
