import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadedModel, openModel, openVaeFile } from '@loom/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers: python tests/golden/models/make_tiny_vae.py

const options = { device: 'cpu', threads: 1 }
const at = (...names: string[]) => join(import.meta.dirname, ...names)

describe.each([
  ['the folder of diffusers', 'tiny-taesd'],
  ['a file in the names of diffusers', 'tiny-taesd/diffusion_pytorch_model.safetensors'],
  ['the two files of its author', 'tiny-taesd/taesd_decoder.pth'],
])('a tiny VAE from %s', (_, name) => {
  const golden = readTensors(at('tiny-taesd/golden.safetensors'))

  it('decodes and encodes as PyTorch does', async () => {
    const vae = await openVaeFile(at(name), { scalingFactor: 0.18215 }, options)
    expect(vae.latent).toEqual({ channels: 4, downscale: 8, scalingFactor: 0.18215 })
    const get = async (key: string) => (await golden).get(key)!
    expect(relativeError(await vae.decode(await get('latent')), await get('decoded'))).toBeLessThan(1e-5)
    expect(relativeError(await vae.encode(await get('image')), await get('encoded'))).toBeLessThan(1e-5)
    await vae.dispose()
  })
})

describe('a model folder with a preview decoder', () => {
  let folder: string
  let model: LoadedModel
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loom-'))
    await cp(at('tiny-sd1'), folder, { recursive: true })
    await cp(at('tiny-preview'), join(folder, 'preview'), { recursive: true })
    model = await openModel(folder, options)
  })
  afterAll(async () => {
    await model.dispose()
    await rm(folder, { recursive: true })
  })

  it('decodes latents as the UNet sees them to smaller pictures, as diffusers does', async () => {
    const golden = await readTensors(at('tiny-preview/golden.safetensors'))
    expect(model.preview?.latent).toMatchObject({ channels: 4, downscale: 4 })
    const decoded = await model.preview!.decode(golden.get('latent')!)
    expect(relativeError(decoded, golden.get('decoded')!)).toBeLessThan(1e-5)
  })

  it('is the same model otherwise', async () => {
    const plain = await openModel(at('tiny-sd1'), options)
    const latent = (await readTensors(at('tiny-preview/golden.safetensors'))).get('latent')!
    expect(plain.preview).toBeUndefined()
    expect(await model.decode(latent)).toEqual(await plain.decode(latent))
    await plain.dispose()
  })
})
