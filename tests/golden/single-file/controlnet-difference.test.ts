import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gaussian } from '@loom/diffusion'
import { inspectModel, type LoadedModel, openControlNet, openModel } from '@loom/models'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Drawn, drawn, type Listed, writeSafetensors } from '../../support/drawn-checkpoint'
import { type Some, sparseError } from '../../support/sparse'

// The ControlNet of controlnet-sd1.json, stored as what it differs by from the checkpoint of sd1.json
const read = async (name: string) => JSON.parse(await readFile(join(import.meta.dirname, name), 'utf8'))
const options = { device: 'cpu', threads: 1 } as const
let listed: Listed & { context: number; golden: Some[] }
let folder: string
let file: string
let base: LoadedModel

/** The checkpoint with texts as narrow as the ControlNet's, and so without its text encoder. */
function narrowed({ seed, tensors }: Listed): Listed {
  const wanted = tensors.filter(([name]) => !name.startsWith('cond_stage_model.'))
  const narrow = ([name, shape, ...rest]: Listed['tensors'][number]): Listed['tensors'][number] =>
    /attn2\.to_[kv]\./.test(name) ? [name, [shape[0]!, listed.context], ...rest] : [name, shape, ...rest]
  return { seed, tensors: wanted.map(narrow) }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
  file = join(folder, 'control_difference.safetensors')
  listed = await read('controlnet-sd1.json')
  const checkpoint = [...drawn(narrowed(await read('sd1.json')))]
  await writeSafetensors(join(folder, 'sd1.safetensors'), checkpoint)
  base = await openModel(join(folder, 'sd1.safetensors'), options)
  const under = new Map(
    checkpoint.map(({ name, data }) => [name.replace('model.diffusion_model.', 'control_model.'), data]),
  )
  const less = [...drawn(listed)].map(({ name, shape, data }): Drawn => {
    const theirs = under.get(name)
    return { name, shape, data: theirs ? data.map((value, i) => value - theirs[i]!) : data }
  })
  await writeSafetensors(file, [...less, { name: 'difference', shape: [], data: Float32Array.of(1) }])
})
afterAll(async () => {
  await base.dispose()
  await rm(folder, { recursive: true })
})

it('a ControlNet stored as a difference adds what the whole one does, once it knows its checkpoint', async () => {
  const net = await openControlNet(file, options, base)
  const draw = gaussian(listed.seed + 1)
  const [x, context, hint] = [draw([1, 4, 8, 6]), draw([1, 7, listed.context]), draw([1, 3, 64, 48])]
  const residuals = await net.guide(x, [401], { context }, hint, 0.75)
  expect(residuals).toHaveLength(listed.golden.length)
  for (const [i, residual] of residuals.entries()) expect(sparseError(residual, listed.golden[i]!)).toBeLessThan(1e-4)
  await net.dispose()
})

it('a ControlNet stored as a difference asks for its checkpoint', async () => {
  await expect(openControlNet(file, options)).rejects.toThrow(
    'control_difference.safetensors holds what its ControlNet differs by from a checkpoint; connect the one it was made from',
  )
})

it('a ControlNet stored as a difference refuses a checkpoint of another kind', async () => {
  const other = await openModel(join(import.meta.dirname, '../models/tiny-sdxl'), options)
  await expect(openControlNet(file, options, other)).rejects.toThrow(
    /^control_difference\.safetensors differs from a model whose text is 24 wide; tiny-sdxl is a model whose text is \d+ wide$/,
  )
  await other.dispose()
})

it('a look into it tells that it is a difference, and counts its parts', async () => {
  const found = await inspectModel(file)
  const is = 'what a ControlNet differs by from a checkpoint'
  expect(found).toMatchObject({ role: 'controlnet', is, kind: 'other', missing: [] })
  expect(found.parts).toMatchObject([{ part: 'ControlNet', tensors: listed.tensors.length }])
  expect(found.unused.map(({ part }) => part)).toEqual(['difference'])
})
