import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gaussian } from '@loom/diffusion'
import { listModels, openControlNet } from '@loom/models'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawn, type Listed, writeSafetensors } from '../../support/drawn-checkpoint'
import { type Some, sparseError } from '../../support/sparse'

// The numbers: python tests/golden/single-file/make_controlnet.py
type Golden = Listed & { context: number; numbers?: number[]; golden: Some[] }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
})
afterAll(() => rm(folder, { recursive: true }))

it.each(['sd1', 'sd2', 'sdxl', 'sd1-diffusers', 'sdxl-diffusers'])(
  'a ControlNet in one file, %s, adds what it adds in diffusers',
  async (kind) => {
    const listed: Golden = JSON.parse(await readFile(join(import.meta.dirname, `controlnet-${kind}.json`), 'utf8'))
    const file = join(folder, `${kind}.safetensors`)
    await writeSafetensors(file, drawn(listed))
    const net = await openControlNet(file, { threads: 1 })
    const draw = gaussian(listed.seed + 1)
    const [x, context, hint, pooled] = [
      draw([1, 4, 8, 6]),
      draw([1, 7, listed.context]),
      draw([1, 3, 64, 48]),
      draw([1, 1280]),
    ]
    const { numbers } = listed
    const added = numbers && { pooled, numbers: { shape: [1, numbers.length], data: Float32Array.from(numbers) } }
    const residuals = await net.guide(x, [401], { context, ...added }, hint, 0.75)
    expect(residuals).toHaveLength(listed.golden.length)
    for (const [i, residual] of residuals.entries()) expect(sparseError(residual, listed.golden[i]!)).toBeLessThan(1e-4)
    await net.dispose()
  },
)

it('is listed as what it is', async () => {
  const models = await listModels([folder, join(import.meta.dirname, '../models')])
  const nets = models.filter(({ role }) => role === 'controlnet').map(({ name }) => name)
  expect(nets).toContain('sd1.safetensors')
  expect(nets).toContain('tiny-controlnet')
})
