import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AttentionChanges, chooseDevice, type LoadedModel, openModel, openUpscaler } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawn, type Listed, writeSafetensors } from '../support/drawn-checkpoint'

/** Chromium's Vulkan driver in software. */
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json'
const path = join(import.meta.dirname, 'models/tiny-sd1')

const wave = (...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)),
})

/** Largest difference over largest value. */
function error({ data }: Tensor, { data: expected }: Tensor): number {
  const top = expected.reduce((all, value) => Math.max(all, Math.abs(value)), 0)
  return expected.reduce((all, value, i) => Math.max(all, Math.abs(value - data[i]!)), 0) / top
}

/** dB, of values in [-1,1] */
function psnr({ data }: Tensor, { data: expected }: Tensor): number {
  const square = expected.reduce((all, value, i) => all + (value - data[i]!) ** 2, 0) / expected.length
  return 10 * Math.log10(4 / square)
}

const mapped = new Float32Array(77 * 77).fill(1 / 77)
const edited: AttentionChanges = {
  cross: [{ row: 1, source: 0, mapped }],
  self: new Map([[0, { q: [0, 0], k: [0, 0], v: [0, 1] }]]),
  shown: [0, 1],
}

describe.skipIf(!existsSync(driver))(`WebGPU (needs ${driver})`, () => {
  let gpu: LoadedModel
  let cpu: LoadedModel
  beforeAll(async () => {
    process.env.VK_DRIVER_FILES = driver
    process.env.XDG_RUNTIME_DIR ??= '/tmp'
    cpu = await openModel(path, { device: 'cpu' })
    gpu = await openModel(path, { device: 'webgpu' })
  }, 60_000)
  afterAll(async () => {
    await gpu?.dispose()
    await cpu?.dispose()
  })

  it('walks two steps, plain and edited, and decodes as the CPU does', async () => {
    const ids = [Array.from({ length: 77 }, (_, i) => i), Array.from({ length: 77 }, (_, i) => 77 - i)]
    const walk = async (model: LoadedModel) => {
      const { context } = await model.encodeText(ids)
      let x = wave(2, 4, 8, 8)
      const maps: Tensor[] = []
      for (const [t, changes] of [
        [800, {}],
        [300, edited],
      ] as const) {
        const step = await model.attend(x, [t, t], { context }, changes)
        x = { ...x, data: x.data.map((value, i) => value - step.predicted.data[i]! / 2) }
        maps.push(...step.maps.map(({ map }) => map))
      }
      const image = await model.decode({ shape: [1, 4, 8, 8], data: x.data.subarray(256) })
      return { x, maps, image }
    }
    const [there, here] = [await walk(gpu), await walk(cpu)]
    expect(error(there.x, here.x)).toBeLessThan(1e-3)
    expect(there.maps.length).toBeGreaterThan(0)
    for (const [i, map] of there.maps.entries()) expect(error(map, here.maps[i]!)).toBeLessThan(2e-3)
    expect(psnr(there.image, here.image)).toBeGreaterThan(40)
  }, 120_000)

  it.each(['rrdb-x2', 'compact-x4'])(
    'upscales as the CPU does: %s',
    async (name) => {
      const listed: Listed = JSON.parse(await readFile(join(import.meta.dirname, `upscale/${name}.json`), 'utf8'))
      const folder = await mkdtemp(join(tmpdir(), 'loom-'))
      const file = join(folder, `${name}.safetensors`)
      await writeSafetensors(file, drawn(listed))
      const enlarged = async (device: string) => {
        const upscaler = await openUpscaler(file, { device })
        const larger = await upscaler.upscale(wave(1, 3, 10, 13))
        await upscaler.dispose()
        return larger
      }
      expect(error(await enlarged('webgpu'), await enlarged('cpu'))).toBeLessThan(1e-3)
      await rm(folder, { recursive: true })
    },
    120_000,
  )

  it('without arithmetic of 16 bits computes in 32, and says so', async () => {
    const instead = /^webgpu has no 16-bit arithmetic here: .*; it is computed in 32$/
    expect(gpu.computing).toEqual({ device: 'webgpu', precision: 'fp32' })
    const asked = await openModel(path, { device: 'webgpu', precision: 'fp16' })
    expect(asked.computing).toEqual({ ...gpu.computing, instead: expect.stringMatching(instead) })
    await asked.dispose()
  })

  it('is not chosen by itself where it runs in software', async () => {
    const { device, refused } = await chooseDevice('auto')
    expect(device).not.toBe('webgpu')
    expect(refused.webgpu).toMatch(/it is software/)
  }, 120_000)
})

/** A Vulkan driver with 16-bit arithmetic, such as the lvp_icd.json of Mesa 25. */
const halfDriver = process.env.LOOM_TEST_VULKAN_FP16
describe.skipIf(!halfDriver)('WebGPU in 16 bits (needs LOOM_TEST_VULKAN_FP16)', () => {
  it('predicts and decodes nearly as the CPU does in 32', async () => {
    process.env.VK_DRIVER_FILES = halfDriver
    const [gpu, cpu] = [await openModel(path, { device: 'webgpu' }), await openModel(path, { device: 'cpu' })]
    expect(gpu.computing).toEqual({ device: 'webgpu', precision: 'fp16' })
    const [x, context] = [wave(2, 4, 8, 8), wave(2, 77, 16)]
    const [near, exact] = [await gpu.predict(x, [800, 30], { context }), await cpu.predict(x, [800, 30], { context })]
    expect(error(near, exact)).toBeLessThan(3e-2) // 1.9e-2 measured on one row: its products add up in 16 bits, too
    expect(error(near, exact)).toBeGreaterThan(1e-5)
    const attend = (model: LoadedModel) => model.attend(x, [800, 30], { context }, { ...edited, recorded: [0] })
    const [there, here] = [await attend(gpu), await attend(cpu)]
    expect(error(there.predicted, here.predicted)).toBeLessThan(3e-2)
    for (const [i, { map }] of there.maps.entries()) expect(error(map, here.maps[i]!.map)).toBeLessThan(3e-2)
    expect(there.kept!.parts).toEqual(here.kept!.parts)
    expect(psnr(await gpu.decode(x), await cpu.decode(x))).toBeGreaterThan(40) // 60 dB measured
    await Promise.all([gpu.dispose(), cpu.dispose()])
  }, 1_200_000)
})
