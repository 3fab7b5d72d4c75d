import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Workflow } from '@loom/protocol'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Drawn, drawn, writeSafetensors } from '../support/drawn-checkpoint'
import { memoryHost, root } from '../support/host'
import { base, type Inputs, link, outcome as made, node, scheduler, steps } from '../support/sampling'
import { relativeError } from '../support/tensors'

/** The same tensors with a row for each word of CLIP: those there are, over and over. */
function fullVocabulary(tensors: Iterable<Drawn>): Drawn[] {
  return [...tensors].map((tensor) => {
    if (!tensor.name.endsWith('token_embedding.weight')) return tensor
    const shape = [49408, tensor.shape[1]!]
    const data = Float32Array.from({ length: shape[0]! * shape[1]! }, (_, i) => tensor.data[i % tensor.data.length]!)
    return { ...tensor, shape, data }
  })
}

let folder: string
const files = ['plain.safetensors', 'no-vae.safetensors', 'vae.safetensors', 'zero-snr.safetensors'] as const
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
  const sd1 = fullVocabulary(drawn(JSON.parse(await readFile(join(root, 'tests/golden/single-file/sd1.json'), 'utf8'))))
  const isVae = ({ name }: Drawn) => name.startsWith('first_stage_model.')
  const marker = (name: string) => ({ name, shape: [0], data: new Float32Array(0) })
  const bare = (tensor: Drawn) => ({ ...tensor, name: tensor.name.replace('first_stage_model.', '') })
  const contents = [sd1, sd1.filter((it) => !isVae(it)), sd1.filter(isVae).map(bare), [...sd1, marker('v_pred'), marker('ztsnr')]] // biome-ignore format: a row
  for (const [i, name] of files.entries()) await writeSafetensors(join(folder, name), contents[i]!)
})
afterAll(() => rm(folder, { recursive: true }))

/** A host with the files above. */
function host() {
  const plain = memoryHost()
  const role = (name: string) => (name === 'vae.safetensors' ? 'vae' : 'checkpoint')
  const listed = files.map((name) => ({ name, role: role(name) }))
  const locate = (name: string) =>
    files.some((file) => file === name) ? join(folder, name) : plain.models.locate(name)
  return { ...plain, models: { listed: () => [...listed, ...plain.models.listed()], locate } }
}

const outcome = <T>(nodes: Workflow['nodes'], of: [string, string]) => made<T>(nodes, of, host())

describe('VAELoader', () => {
  const decoded = (checkpoint: string, vae: [string, string]) =>
    outcome<Tensor>(
      {
        checkpoint: node('CheckpointLoader', { checkpoint }),
        own: node('VAELoader', { model: link('checkpoint', 'model'), file: 'vae.safetensors' }),
        empty: node('EmptyLatent', { width: 64, height: 64 }),
        decode: node('VAEDecode', { vae: link(...vae), latent: link('empty', 'latent') }),
      },
      ['decode', 'image'],
    )

  it('decodes as the checkpoint that the file was taken from', async () => {
    const inside = await decoded('plain.safetensors', ['checkpoint', 'vae'])
    expect(await decoded('no-vae.safetensors', ['own', 'vae'])).toEqual(inside)
  })

  it('is what a checkpoint without a VAE asks for', async () => {
    await expect(decoded('no-vae.safetensors', ['checkpoint', 'vae'])).rejects.toThrow(
      'no-vae.safetensors has no VAE; connect one from VAELoader',
    )
  })
})

describe('the prediction of a checkpoint', () => {
  const painted = (inputs: Inputs, schedule: Inputs = {}) =>
    outcome<Tensor>(
      {
        ...base(),
        checkpoint: node('CheckpointLoader', inputs),
        scheduler: scheduler({ steps: 2, ...schedule }),
        steps: steps({}),
      },
      ['steps', 'latent'],
    )

  it('can be said where the file says something else', async () => {
    const checkpoint = 'plain.safetensors'
    const [auto, noise, v] = [await painted({ checkpoint }), await painted({ checkpoint, prediction: 'epsilon' }), await painted({ checkpoint, prediction: 'v_prediction' })] // biome-ignore format: a row
    expect(noise).toEqual(auto)
    expect(relativeError(v, auto)).toBeGreaterThan(1e-2)
  })

  it('and zero terminal SNR come from the marks in a file', async () => {
    const marked = await painted({ checkpoint: 'zero-snr.safetensors' })
    const said = await painted(
      { checkpoint: 'plain.safetensors', prediction: 'v_prediction' },
      { zeroTerminalSnr: true },
    )
    expect(marked).toEqual(said)
    const { sigmas } = await outcome<{ sigmas: number[] }>(
      { ...base('zero-snr.safetensors'), scheduler: scheduler({}) },
      ['scheduler', 'schedule'],
    )
    expect(sigmas[0]).toBeCloseTo(4518.7, 0)
  })
})

describe('SaidSize', () => {
  const painted = (said: Inputs | undefined, checkpoint = 'tiny-sdxl') => {
    const nodes = { ...base(checkpoint), scheduler: scheduler({ steps: 1 }) }
    const size = { said: node('SaidSize', { conditioning: link('positive', 'conditioning'), ...said }) }
    const positive = link(said ? 'said' : 'positive', 'conditioning')
    return outcome<Tensor>({ ...nodes, ...(said && size), steps: steps({ positive }) }, ['steps', 'latent'])
  }
  const same = { width: 64, height: 64, targetWidth: 64, targetHeight: 64 }

  it('says what is painted when it is left out', async () => {
    expect(await painted(same)).toEqual(await painted(undefined))
  })

  it.each<[string, Inputs]>([
    ['an original size', { ...same, width: 512 }],
    ['a crop', { ...same, cropTop: 128 }],
    ['a size after it', { ...same, targetHeight: 1024 }],
  ])('changes the picture by %s', async (_, said) => {
    expect(relativeError(await painted(said), await painted(undefined))).toBeGreaterThan(1e-4)
  })

  it('means nothing to Stable Diffusion 1', async () => {
    expect(await painted({ width: 512 }, 'tiny-sd1')).toEqual(await painted(undefined, 'tiny-sd1'))
  })
})
