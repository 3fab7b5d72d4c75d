import { join } from 'node:path'
import { openModel } from '@loom/models'
import { expect, it } from 'vitest'
import { guided, type Predict } from '../../../packages/nodes/src/sampling/guided'
import { reusingFeatures } from '../../../packages/nodes/src/sampling/reused-features'
import { readTensors, relativeError } from '../../support/tensors'
import { ddimWalk, expectWalk, given, golden } from '../../support/tiny-walk'

// The numbers: python tests/golden/models/make_deep_reuse.py
const numbers = await readTensors(join(import.meta.dirname, 'deep-reuse.safetensors'))

it.each([
  ['tiny-sd1', 8, 12, 1, 1],
  ['tiny-sd1', 8, 12, 2, 1],
  ['tiny-sd1', 8, 12, 3, 3],
  ['tiny-sd1', 8, 12, 4, 5],
  ['tiny-sdxl', 16, 16, 2, 1],
  ['tiny-sdxl', 16, 16, 3, 4],
] as const)(
  '%s at %i×%i, whole at every call of %i, else %i layers: latents after every step',
  async (name, height, width, every, depth) => {
    // biome-ignore format: a row
    const loaded = await openModel(join(import.meta.dirname, name), { device: 'cpu', threads: 1 })
    const run = await golden(loaded, height, width)
    const unet = reusingFeatures(loaded, { first: 0, every, depth })
    const predict: Predict = async (batch, rows, told) => (await unet.attend(batch, rows, told, {})).predicted
    const denoise = guided(run.model, predict, run.prompts, 1, given.guidance)
    await expectWalk(ddimWalk(run, denoise), numbers.get(`${name} ${every} ${depth}`)!)
    await loaded.dispose()
  },
)

it('are numbers that tell reuse from none', () => {
  const plain = numbers.get('tiny-sd1 1 1')!
  for (const [name, walked] of numbers)
    if (name.startsWith('tiny-sd1') && walked !== plain) expect(relativeError(walked, plain)).toBeGreaterThan(5e-3)
})
