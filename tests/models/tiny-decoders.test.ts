import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openVaeFile } from '@loom/models'
import type { Workflow } from '@loom/protocol'
import type { Host, Picture } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawn, writeSafetensors } from '../support/drawn-checkpoint'
import { memoryHost, root } from '../support/host'
import { runDocument } from '../support/run'
import { base, type Inputs, link, node, outcome, scheduler, steps } from '../support/sampling'

const tiny = (...names: string[]) => join(root, 'tests/golden/models', ...names)
let folder: string
const at = (name: string) => join(folder, name)

/** As Stable Diffusion 1 attends, so that TAESD is for it; without a text encoder, whose width would not fit. */
async function writeCheckpoint(): Promise<void> {
  const list = JSON.parse(await readFile(join(root, 'tests/golden/single-file/sd1.json'), 'utf8'))
  const tensors = list.tensors
    .filter(([name]: [string]) => !name.startsWith('cond_stage_model.'))
    .map(([name, shape, ...rest]: [string, number[]]) =>
      /attn2\.to_[kv]/.test(name) ? [name, [shape[0], 768], ...rest] : [name, shape, ...rest],
    )
  await writeSafetensors(at('sd15.safetensors'), drawn({ ...list, tensors }))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
  await writeCheckpoint()
  await cp(tiny('tiny-sd1'), at('own'), { recursive: true })
  await cp(tiny('tiny-preview'), at('own/preview'), { recursive: true })
  await mkdir(at('vae_approx'))
  for (const name of ['taesd_decoder.pth', 'taesd_encoder.pth']) await cp(tiny('tiny-taesd', name), at(`vae_approx/${name}`)) // biome-ignore format: a row
  await cp(tiny('tiny-taesd/taesd_decoder.pth'), at('vae_approx/taesdxl_decoder.pth'))
})
afterAll(() => rm(folder, { recursive: true }))

const own = [
  { name: 'own', role: 'checkpoint' },
  { name: 'sd15.safetensors', role: 'checkpoint' },
]
const approximate = ['taesdxl_decoder.pth', 'taesd_decoder.pth'].map((name) => ({ name: `vae_approx/${name}`, role: 'vae' })) // biome-ignore format: a row

/** A host with the models above, and some TAESD files. */
function host(files = approximate) {
  const plain = memoryHost()
  const listed = [...own, ...files]
  const locate = (name: string) =>
    listed.some((model) => model.name === name) ? join(folder, name) : plain.models.locate(name)
  return { ...plain, models: { listed: () => [...listed, ...plain.models.listed()], locate } }
}

const empty = node('EmptyLatent', { width: 64, height: 64 })
const decoded = (checkpoint: string, inputs: Inputs, on: Host = host(), more: Workflow['nodes'] = {}) =>
  outcome<Tensor>(
    {
      checkpoint: node('CheckpointLoader', { checkpoint }),
      ...{ empty, ...more },
      decode: node('VAEDecode', { vae: link('checkpoint', 'vae'), latent: link('empty', 'latent'), ...inputs }),
    },
    ['decode', 'image'],
    on as ReturnType<typeof memoryHost>,
  )
const loader = { own: node('VAELoader', { model: link('checkpoint', 'model'), file: 'vae_approx/taesd_decoder.pth' }) }

describe('VAEDecode by a tiny decoder', () => {
  it('takes the one that the model brings, whose pictures are smaller here', async () => {
    expect((await decoded('own', {})).shape).toEqual([1, 3, 64, 64])
    expect((await decoded('own', { decoder: 'tiny' })).shape).toEqual([1, 3, 32, 32])
  })

  it('takes the TAESD of the latents’ kind, as a VAELoader does', async () => {
    const found = await decoded('sd15.safetensors', { decoder: 'tiny' })
    expect(found).toEqual(await decoded('sd15.safetensors', { vae: link('own', 'vae') }, host(), loader))
    expect(found).not.toEqual(await decoded('sd15.safetensors', {}))
  })

  it('goes by tiles, too', async () => {
    const { shape } = await decoded('own', { decoder: 'tiny', tile: 16, overlap: 8 })
    expect(shape).toEqual([1, 3, 32, 32])
  })

  it.each([
    ['sd15.safetensors', 'there is no tiny decoder for sd15.safetensors; put taesd_decoder.safetensors into a models folder'], // biome-ignore format: a row
    ['tiny-sd1', 'tiny-sd1 brings no tiny decoder, and there is none for its latents'],
  ])('says what is missing for %s', async (checkpoint, sentence) => {
    await expect(decoded(checkpoint, { decoder: 'tiny' }, host(approximate.slice(0, 1)))).rejects.toThrow(sentence)
  })
})

describe('a TAESD', () => {
  const form = { scalingFactor: 0.18215 }
  const image = { shape: [1, 3, 16, 16], data: new Float32Array(768) }

  it('without its encoder says how it would encode', async () => {
    await cp(tiny('tiny-taesd/taesd_decoder.pth'), at('taesd_decoder.pth'))
    const vae = await openVaeFile(at('taesd_decoder.pth'), form)
    await expect(vae.encode(image)).rejects.toThrow(
      'taesd_decoder.pth only decodes; put its encoder beside it as taesd_encoder.pth',
    )
    await vae.dispose()
  })

  it.each([
    ['tiny-taesd/taesd_encoder.pth', /has no VAE in it; it is the encoder of a tiny VAE \(TAESD\), which goes beside/],
    ['tiny-controlnet', /config\.json: _class_name is "ControlNetModel"; only "AutoencoderTiny" is supported$/],
  ])('is not %s', async (name, sentence) => {
    await expect(openVaeFile(tiny(name), form)).rejects.toThrow(sentence)
  })

  it('that lacks a layer is refused by name', async () => {
    const one = (name: string, shape: number[]) => ({ name, shape, data: new Float32Array(shape.reduce((a, b) => a * b)) }) // biome-ignore format: a row
    const layers = [one('1.weight', [8, 4, 3, 3]), one('1.bias', [8]), one('3.conv.0.weight', [8, 8, 3, 3])]
    await writeSafetensors(at('cut.safetensors'), layers)
    await expect(openVaeFile(at('cut.safetensors'), form)).rejects.toThrow(
      /cut\.safetensors does not fit its config: decoder\.layers\.2\.conv\.0\.bias: the weights have no such tensor$/,
    )
  })
})

describe('previews of UNet steps', () => {
  const nodes = { ...base('own'), scheduler: scheduler({}), steps: steps({}), probe: node('Probe', { value: link('steps', 'latent') }) } // biome-ignore format: a row
  const workflow: Workflow = { format: 'latent-loom/workflow', version: 1, name: 't', nodes }
  async function walk(previews: 'auto' | 'decoder' | 'linear' | 'off') {
    const pictures: (Picture | undefined)[] = []
    const { end, probed } = await runDocument(workflow, { ...host(), previews }, false, pictures)
    expect(end.status).toBe('done')
    return { widths: pictures.map((picture) => picture?.width), latent: probed }
  }

  it('are decoded by the decoder that the model brings, and change nothing else', async () => {
    const [decoder, linear, off] = [await walk('decoder'), await walk('linear'), await walk('off')]
    expect(decoder.widths).toEqual(Array(6).fill(32))
    expect(linear.widths).toEqual(Array(6).fill(8))
    expect(off.widths).toEqual(Array(6).fill(undefined))
    expect(decoder.latent).toEqual(off.latent)
  })

  it('begin at once', async () => {
    expect((await walk('auto')).widths[0]).toBe(32) // when later ones are left out, share-of-time.test.ts asserts
  })
})
