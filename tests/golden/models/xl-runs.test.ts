import { join } from 'node:path'
import { type LoadedModel, openModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterEach, expect, it } from 'vitest'
import { guided } from '../../../packages/nodes/src/sampling/guided'
import { readTensors, relativeError } from '../../support/tensors'
import { ddimWalk, expectWalk, given, golden } from '../../support/tiny-walk'

// The numbers: python tests/golden/models/make_tiny_xl.py
let loaded: LoadedModel
afterEach(() => loaded.dispose())

async function walk(name: string, height: number, width: number) {
  loaded = await openModel(join(import.meta.dirname, name), { device: 'cpu', threads: 1 })
  const run = await golden(loaded, height, width)
  return ddimWalk(
    run,
    guided(run.model, (...call) => loaded.predict(...call), run.prompts, 1, given.guidance),
  )
}

it('SDXL walks as its pipeline in diffusers does, latents after every step and the picture', async () => {
  const numbers = await readTensors(join(import.meta.dirname, 'tiny-sdxl/golden.safetensors'))
  const x = await expectWalk(await walk('tiny-sdxl', 16, 24), numbers.get('walk')!)
  const image = await loaded.decode(x)
  const shown = { ...image, data: image.data.map((value) => Math.min(1, Math.max(0, value / 2 + 0.5))) }
  expect(relativeError(shown, numbers.get('painted')!)).toBeLessThan(1e-3)
})

it('its refiner walks as diffusers does, told how fine the picture is to be', async () => {
  const numbers = await readTensors(join(import.meta.dirname, 'tiny-refiner/golden.safetensors'))
  let last: Tensor | undefined
  for await (const { x } of await walk('tiny-refiner', 16, 16)) last = x
  expect(relativeError(last!, numbers.get('refined')!)).toBeLessThan(1e-3)
})
