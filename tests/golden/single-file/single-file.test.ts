import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gaussian } from '@loom/diffusion'
import { openModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawn, type Listed, writeSafetensors } from '../../support/drawn-checkpoint'

// The numbers: python tests/golden/single-file/make.py
type Some = { shape: number[]; every: number; values: number[] }
type Golden = Listed & { ids: number[]; numbers?: number[]; golden: Record<string, Some> }
const kinds = ['sd1', 'sd1-inpainting', 'sd2', 'sdxl', 'sdxl-refiner']

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
})
afterAll(() => rm(folder, { recursive: true }))

const read = async (kind: string): Promise<Golden> =>
  JSON.parse(await readFile(join(import.meta.dirname, `${kind}.json`), 'utf8'))

/** Largest difference, measured by the largest value. */
function error({ shape, data }: Tensor, { shape: expected, every, values }: Some): number {
  expect(shape).toEqual(expected)
  return Math.max(...values.map((value, i) => Math.abs(value - data[i * every]!))) / Math.max(...values.map(Math.abs))
}

describe.each(kinds)('a checkpoint in one file: %s', (kind) => {
  it('encodes, predicts, decodes and encodes as diffusers does with the same weights', async () => {
    const listed = await read(kind)
    const file = join(folder, `${kind}.safetensors`)
    await writeSafetensors(file, drawn(listed))
    const model = await openModel(file, { threads: 1 })
    const { golden, numbers } = listed
    const row = [...listed.ids, ...new Array<number>(77 - listed.ids.length).fill(519)]
    const told = await model.encodeText([row])
    expect(error(told.context, golden.context!)).toBeLessThan(1e-5)
    if (numbers) expect(error(told.pooled!, golden.pooled!)).toBeLessThan(1e-5)

    const draw = gaussian(listed.seed + 1)
    const x = draw([1, kind.endsWith('inpainting') ? 9 : 4, 8, 6])
    const size = numbers && { numbers: { shape: [1, numbers.length], data: Float32Array.from(numbers) } }
    expect(error(await model.predict(x, [401], { ...told, ...size }), golden.predicted!)).toBeLessThan(1e-4)
    const latent = { shape: [1, 4, 8, 6], data: x.data.slice(0, 4 * 48) }
    expect(error(await model.decode(latent), golden.decoded!)).toBeLessThan(1e-4)
    expect(error(await model.encode(draw([1, 3, 16, 8])), golden.encoded!)).toBeLessThan(1e-4)
    await model.dispose()
  })
})

const fullSize = process.env.LOOM_FULL_SIZE
it.runIf(fullSize)(
  'a UNet of the full size of Stable Diffusion 1.5 predicts as diffusers does',
  async () => {
    const golden = JSON.parse(await readFile(join(import.meta.dirname, 'full-size.json'), 'utf8'))
    const model = await openModel(fullSize!)
    const draw = gaussian(golden.seed)
    const [x, context] = [draw([1, 4, 64, 64]), draw([1, 77, 768])]
    expect(error(await model.predict(x, [601], { context }), golden.predicted)).toBeLessThan(1e-3)
    await model.dispose()
  },
  120_000,
)
