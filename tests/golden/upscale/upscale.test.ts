import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gaussian } from '@loom/diffusion'
import { openUpscaler } from '@loom/models'
import { map } from '@loom/tensor'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawn, type Listed, writeSafetensors } from '../../support/drawn-checkpoint'
import { type Some, sparseError } from '../../support/sparse'
import { legacyTorch, zippedTorch } from '../../support/torch-archive'

// The numbers: python tests/golden/upscale/make.py
type Golden = { seed: number; size: [number, number]; scale: number; golden: Some }
const golden = async <T>(name: string): Promise<Golden & T> =>
  JSON.parse(await readFile(join(import.meta.dirname, `${name}.json`), 'utf8'))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function expectGolden(file: string, { seed, size, scale, golden }: Golden): Promise<void> {
  const upscaler = await openUpscaler(file, { threads: 1 })
  const image = map(gaussian(seed + 1)([1, 3, ...size]), (value) => Math.min(1, Math.max(-1, value)))
  const larger = await upscaler.upscale(image)
  await upscaler.dispose()
  expect(upscaler.scale).toBe(scale)
  const error = sparseError(larger, golden)
  if (process.env.SHOW_ERRORS) console.log(file, error.toExponential(1))
  expect(error).toBeLessThan(1e-5)
}

it.each([
  'rrdb-x4',
  'rrdb-x8',
  'rrdb-x2',
  'rrdb-x1',
  'rrdb-wrapped',
  'trunk-x4',
  'trunk-x2',
  'numbered-x4',
  'numbered-x2',
  'numbered-x1',
  'compact-x4',
  'compact-x2',
  'compact-x1',
])('%s enlarges as in PyTorch', async (name) => {
  const listed = await golden<Listed>(name)
  const file = join(folder, `${name}.safetensors`)
  await writeSafetensors(file, drawn(listed))
  await expectGolden(file, listed)
})

it.each([
  ['today', zippedTorch],
  ['before 1.6', legacyTorch],
])('a file as torch writes it %s enlarges as one of safetensors', async (_, archive) => {
  const listed = await golden<Listed>('numbered-x4')
  const file = join(folder, 'numbered-x4.pth')
  await writeFile(file, archive([...drawn(listed)]))
  await expectGolden(file, listed)
})

it('of two states of a training the mean is taken', async () => {
  await expectGolden(join(import.meta.dirname, 'tiny-upscaler.pth'), await golden('tiny-upscaler'))
})
