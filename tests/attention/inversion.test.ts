import type { Literal, Workflow } from '@loom/protocol'
import type { Tensor } from '@loom/tensor'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { memoryHost } from '../support/host'
import { runDocument } from '../support/run'

const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const host = memoryHost()
let picture: string
beforeAll(async () => {
  const rgb = Uint8Array.from({ length: 3 * 64 * 64 }, (_, i) => 128 + 100 * Math.sin(i / 37))
  const png = await sharp(rgb, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer()
  picture = (await host.assets.write(png, { width: 64, height: 64 })).id
})

type Options = {
  method: string
  sampler?: string
  edited?: string
  guidance?: number
  otherSteps?: number
  probe?: [string, string]
}

async function invertAndPaint({
  method,
  sampler = 'ddim',
  edited,
  guidance = 7.5,
  otherSteps,
  probe,
}: Options): Promise<Tensor> {
  const at: [number, number] = [0, 0]
  const model = from('checkpoint', 'model')
  const prompts = { positive: from('source', 'conditioning'), negative: from('negative', 'conditioning') }
  const scheduler = (steps: Literal) => ({
    type: 'Scheduler',
    at,
    inputs: { model, steps, sampler, spacing: 'leading' },
  })
  const nodes: Workflow['nodes'] = {
    checkpoint: { type: 'CheckpointLoader', at, inputs: { checkpoint: 'tiny-sd1' } },
    picture: { type: 'LoadImage', at, inputs: { image: picture } },
    encode: { type: 'VAEEncode', at, inputs: { vae: from('checkpoint', 'vae'), image: from('picture', 'image') } },
    source: { type: 'TextEncode', at, inputs: { model, text: 'a cat on a road' } },
    negative: { type: 'TextEncode', at, inputs: { model } },
    scheduler: scheduler(6),
    other: scheduler(otherSteps ?? 6),
    invert: {
      type: 'Invert',
      at,
      inputs: { model, schedule: from('scheduler', 'schedule'), ...prompts, latent: from('encode', 'latent'), method },
    },
    control: {
      type: 'AttentionControl',
      at,
      inputs: { model, source: prompts.positive, edited: edited ?? 'a dog on a road' },
    },
    steps: {
      type: 'UNetStep',
      at,
      inputs: {
        ...{ model, schedule: from(otherSteps ? 'other' : 'scheduler', 'schedule'), ...prompts, guidance },
        ...{
          latent: from('encode', 'latent'),
          inversion: from('invert', 'inversion'),
          control: from('control', 'control'),
        },
      },
    },
    probe: { type: 'Probe', at, inputs: { value: from(...(probe ?? ['steps', 'latent'])) } },
  }
  const { end, probed } = await runDocument({ format: 'latent-loom/workflow', version: 1, name: 't', nodes }, host)
  if (end.status !== 'done') throw new Error(end.error)
  return probed as Tensor
}

const row = ({ shape, data }: Tensor, r: number) =>
  data.subarray((r * data.length) / shape[0]!, ((r + 1) * data.length) / shape[0]!)
const worst = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

describe('an inverted picture', () => {
  it('is painted again exactly by direct inversion, whatever the guidance, while the edit goes another way', async () => {
    const encoded = await invertAndPaint({ method: 'direct', probe: ['encode', 'latent'] })
    const x = await invertAndPaint({ method: 'direct', guidance: 9 })
    expect(worst(row(x, 0), encoded.data)).toBe(0)
    expect(worst(row(x, 1), encoded.data)).toBeGreaterThan(1e-2)
  })

  it('is painted as without guidance by negative-prompt inversion', async () => {
    const x = await invertAndPaint({ method: 'negative', guidance: 7.5 })
    const plain = await invertAndPaint({ method: 'ddim', guidance: 1 })
    expect(worst(row(x, 0), row(plain, 0))).toBeLessThan(1e-3)
  })

  it('comes back from edit-friendly noise, under ancestral steps', async () => {
    const encoded = await invertAndPaint({
      method: 'edit-friendly',
      sampler: 'euler_ancestral',
      probe: ['encode', 'latent'],
    })
    const x = await invertAndPaint({ method: 'edit-friendly', sampler: 'euler_ancestral', edited: 'a cat on a road' })
    const off = (r: number) =>
      worst(row(x, r), encoded.data) / worst(encoded.data, new Float32Array(encoded.data.length))
    expect(off(0)).toBeLessThan(1) // the last step, without noise, ends at the model's own guess
    expect(worst(row(x, 1), row(x, 0))).toBeGreaterThan(1e-3) // painted with another guidance
  })

  it.each([
    [
      { method: 'direct', sampler: 'dpmpp_2m' },
      'invert: Direct (PnP) inversion needs a sampler without noise that calls the model once a step: DDIM or Euler',
    ],
    [
      { method: 'ddim', sampler: 'heun' },
      'invert: DDIM inversion needs a sampler without noise that calls the model once a step: DDIM or Euler',
    ],
    [{ method: 'edit-friendly' }, 'invert: edit-friendly noise needs the sampler Euler ancestral'],
    [
      { method: 'direct', otherSteps: 9 },
      'steps: the inversion was made along other noise levels; connect the same Scheduler to both',
    ],
  ])('is refused where it does not fit: %j', async (options, message) => {
    await expect(invertAndPaint(options)).rejects.toThrow(message)
  })
})
