import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Inspection, inspectModel, ModelError, openUpscaler, type Upscaler } from '@loom/models'
import type { RunContext } from '@loom/runtime'
import { max, min, rows, type Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { imageUpscaleWithModel } from '../../packages/nodes/src/images/image-upscale-with-model'
import { type Drawn, drawn, type Listed, writeSafetensors } from '../support/drawn-checkpoint'
import { root } from '../support/host'
import { loom, temporaryFolder } from '../support/loom'
import { link, node, outcome } from '../support/sampling'
import { relativeError } from '../support/tensors'
import { zippedTorch } from '../support/torch-archive'

const golden = (name: string) => join(root, 'tests/golden/upscale', name)
const listed = async (name: string): Promise<Drawn[]> => [
  ...drawn(JSON.parse(await readFile(golden(`${name}.json`), 'utf8')) as Listed),
]

let models: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  models = await temporaryFolder()
})
afterAll(() => models?.remove())

/** Red, green and blue waves of several lengths, in [-1,1]. */
const waves = (count: number, height: number, width: number): Tensor => ({
  shape: [count, 3, height, width],
  data: Float32Array.from({ length: count * 3 * height * width }, (_, i) => {
    const [x, y, plane] = [i % width, Math.floor(i / width) % height, Math.floor(i / width / height)]
    return 0.5 * Math.sin(x / (3 + plane)) + 0.4 * Math.cos((y * (1 + plane)) / 9)
  }),
})

const context = (signal = new AbortController().signal) => ({ signal, progress: vi.fn(async () => undefined) })
async function upscale(
  inputs: { upscaler: Upscaler; image: Tensor; tile?: number; overlap?: number },
  given: Partial<RunContext> = context(),
): Promise<Tensor> {
  const { image } = await imageUpscaleWithModel.run({ tile: 0, overlap: 32, ...inputs }, given as RunContext)
  return image as Tensor
}

describe('ImageUpscaleWithModel', () => {
  let upscaler: Upscaler
  beforeAll(async () => {
    const file = join(models.folder, 'rrdb.safetensors')
    await writeSafetensors(file, await listed('rrdb-x4'))
    upscaler = await openUpscaler(file, { threads: 1 })
  })
  afterAll(() => upscaler?.dispose())

  it('makes a picture of a document larger, and keeps it in range', async () => {
    const larger = await outcome<Tensor>(
      {
        upscaler: node('UpscaleModelLoader', { file: 'tiny-upscaler' }),
        picture: node('LoadImage', { image: '1f0ac592d8327e7dd21e80c858d75da553ecdb36bcc3ac79aebed24c080755e3.png' }),
        larger: node('ImageUpscaleWithModel', { upscaler: link('upscaler', 'upscaler'), image: link('picture', 'image') }), // biome-ignore format: a row
      },
      ['larger', 'image'],
    )
    expect(larger.shape).toEqual([1, 3, 1024, 1024])
    expect([min(larger), max(larger)]).toEqual([-1, 1])
  })

  it('gives by tiles what it gives as a whole but for traces, and no call sees more than a tile', async () => {
    const image = waves(1, 70, 100)
    const whole = await upscale({ upscaler, image })
    const calls = vi.spyOn(upscaler, 'upscale')
    const seamless = await upscale({ upscaler, image, tile: 64, overlap: 32 })
    for (const [{ shape }] of calls.mock.calls) expect(Math.max(...shape.slice(2))).toBeLessThanOrEqual(64)
    expect(calls.mock.calls.length).toBe(6)
    const hard = await upscale({ upscaler, image, tile: 64, overlap: 0 })
    calls.mockRestore()
    expect(relativeError(seamless, whole)).toBeLessThan(1e-4)
    expect(relativeError(hard, whole)).toBeGreaterThan(0.2) // so there is something to see at seams
  })

  it('takes the pictures of a batch one by one, and tells of every tile', async () => {
    const image = waves(2, 40, 24)
    const { progress, signal } = context()
    const both = await upscale({ upscaler, image, tile: 32, overlap: 16 }, { progress, signal })
    const second = await upscale({ upscaler, image: rows(image, 1, 2), tile: 32, overlap: 16 })
    expect(rows(both, 1, 2)).toEqual(second)
    expect(progress.mock.calls).toEqual([1, 2, 3, 4].map((done) => [{ done, total: 4 }]))
  })

  it('stops between tiles once cancelled', async () => {
    const cancelling = new AbortController()
    const calls = vi.spyOn(upscaler, 'upscale')
    const progress = async () => cancelling.abort()
    const run = upscale(
      { upscaler, image: waves(1, 60, 60), tile: 32, overlap: 8 },
      { signal: cancelling.signal, progress },
    )
    await expect(run).rejects.toThrow(/abort/i)
    expect(calls).toHaveBeenCalledTimes(1)
    calls.mockRestore()
  })

  it('refuses what would be too large, with what fits', async () => {
    const image = { shape: [1, 3, 2400, 1800], data: new Float32Array(0) }
    await expect(upscale({ upscaler, image })).rejects.toThrow(
      'the picture would have 7200×9600 pixels, 64 million are the most: with this upscaler 2000×2000 fits',
    )
  })
})

describe('an upscaler in the models folder', () => {
  beforeAll(async () => {
    await mkdir(join(models.folder, 'upscale_models'))
    await cp(golden('tiny-upscaler.pth'), join(models.folder, 'upscale_models/small.pth'))
    const old = await listed('numbered-x2')
    await writeFile(join(models.folder, 'upscale_models/sharp.pth'), zippedTorch(old))
    await writeFile(join(models.folder, 'upscale_models/cut.pth'), zippedTorch(old.slice(0, -2)))
  })

  it('is listed with its scale, and inspected', async () => {
    const folder = ['--models', models.folder]
    const list = await loom('models', 'ls', ...folder)
    expect(list.stdout).toMatch(/^upscale_models\/small\.pth +upscaler ×4 +0\.0 MB +small$/m)
    expect(list.stdout).toMatch(/^upscale_models\/sharp\.pth +upscaler ×2 /m)
    const { stdout } = await loom('models', 'inspect', 'upscale_models/sharp.pth', ...folder)
    expect(stdout).toMatch(/^is +an upscaler$/m)
    expect(stdout).toMatch(/^kind +RRDBNet ×2, features 8, blocks 1$/m)
    const cut: Inspection = JSON.parse((await loom('models', 'inspect', 'upscale_models/cut.pth', '--json', ...folder)).stdout) // biome-ignore format: a row
    expect(cut.missing).toEqual([expect.stringMatching(/cut\.pth is an RRDBNet whose last layers are not those of/)])
  })
})

describe('a file is refused in one sentence', () => {
  const named = (...names: string[]): Drawn[] => names.map((name) => ({ name, shape: [1], data: Float32Array.of(1) }))
  const without = async (name: string, left: string) => (await listed(name)).filter((tensor) => tensor.name !== left)
  const reshaped = async (name: string, changed: string, ...shape: number[]) =>
    (await listed(name)).map((tensor) => (tensor.name === changed ? { ...tensor, shape } : tensor))

  it.each<[string, () => Promise<Drawn[]>, RegExp]>([
    [
      'that lacks a layer inside',
      () => without('rrdb-x4', 'body.1.rdb2.conv3.weight'),
      /file\.safetensors lacks body\.1\.rdb2\.conv3\.weight$/,
    ],
    [
      'that lacks its first layer, by its own name for it',
      () => without('numbered-x4', 'model.0.weight'),
      /file\.safetensors lacks model\.0\.weight$/,
    ],
    [
      'that lacks its last layer',
      async () => (await listed('numbered-x4')).slice(0, -2),
      /is an RRDBNet whose last layers are not those of ESRGAN or Real-ESRGAN$/,
    ],
    [
      'of slopes that end before a convolution',
      async () => (await listed('compact-x4')).slice(0, -2),
      /file\.safetensors lacks body\.8\.weight$/,
    ],
    [
      'whose shapes do not fit each other',
      () => reshaped('rrdb-x4', 'conv_hr.weight', 8, 4, 3, 6),
      /: conv_hr\.weight has shape \[8,4,3,6\], the other layers ask for \[8,8,3,3\]$/,
    ],
    [
      'whose first layer is no convolution',
      () => reshaped('compact-x2', 'body.0.weight', 324),
      /is no upscaler of RGB pictures: it takes undefined channels and gives 12$/,
    ],
    [
      'for pictures with transparency',
      async () => [...(await without('compact-x1', 'body.4.weight')), ...named('body.4.weight')],
      /is no upscaler of RGB pictures: it takes 3 channels and gives 1$/,
    ],
    [
      'with a layer that no RRDBNet has',
      async () => [...(await listed('rrdb-x4')), ...named('body.0.attention.weight')],
      /has body\.0\.attention\.weight, for which an RRDBNet has no place$/,
    ],
    [
      'of another family: SwinIR',
      async () => named('conv_first.weight', 'layers.0.residual_group.blocks.0.attn.relative_position_bias_table'),
      /is not an upscaler of the ESRGAN family but an upscaler of another family, SwinIR$/,
    ],
    [
      'of another family: DAT',
      async () => named('conv_first.weight', 'layers.0.blocks.0.attn.channel_interaction.1.weight'),
      /but an upscaler of another family, DAT$/,
    ],
    [
      'of a relative: ESRGAN+',
      async () => [...(await listed('numbered-x2')), ...named('model.1.sub.0.RDB1.conv1x1.weight')],
      /but an upscaler of another family, ESRGAN\+$/,
    ],
    ['of another kind', async () => named('lora_unet_a.lora_down.weight'), /of the ESRGAN family but a LoRA$/],
    ['of nothing known', async () => named('conv_first.weight'), /but none of the models known here$/],
    [
      'whose blocks are counted without end',
      async () => [...(await listed('rrdb-x4')), ...named('body.4000000000.rdb1.conv1.weight')],
      /file\.safetensors lacks body\.2\.rdb1\.conv1\.weight$/,
    ],
  ])('%s', async (_, tensors, sentence) => {
    const file = join(models.folder, 'file.safetensors')
    await writeSafetensors(file, await tensors())
    const told = await openUpscaler(file).then(
      () => 'opened',
      (error: Error) => (error instanceof ModelError ? error.message : `${error.stack}`),
    )
    expect(told).toMatch(sentence)
    expect(told).not.toContain('\n')
    await inspectModel(file)
  })

  it('that is NaN somewhere, once that has spoilt what comes out', async () => {
    const file = join(models.folder, 'nan.safetensors')
    const tensors = await listed('compact-x4')
    tensors[2]!.data[0] = Number.NaN
    await writeSafetensors(file, tensors)
    const upscaler = await openUpscaler(file, { threads: 1 })
    await expect(upscaler.upscale(waves(1, 8, 8))).rejects.toThrow(/its tensor body\.1\.weight contains NaN$/)
    await upscaler.dispose()
  })
})
