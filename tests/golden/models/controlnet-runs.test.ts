import { join } from 'node:path'
import { openControlNet, openModel } from '@loom/models'
import { map, type Tensor } from '@loom/tensor'
import { it } from 'vitest'
import type { Hint } from '../../../packages/nodes/src/control-net/hint'
import { hintedUnet } from '../../../packages/nodes/src/control-net/hinted'
import { guided } from '../../../packages/nodes/src/sampling/guided'
import { readTensors } from '../../support/tensors'
import { ddimWalk, expectWalk, given, golden } from '../../support/tiny-walk'

// The numbers: python tests/golden/models/make_tiny_controlnet.py
type Pair = [one: Omit<Hint, 'controlNet' | 'image'>, ...two: Omit<Hint, 'controlNet' | 'image'>[]]
it.each<[string, Pair]>([
  ['one', [{ strength: 0.8, start: 0, end: 1 }]],
  ['two', [{ strength: 0.8, start: 0, end: 1 }, { strength: 1.5, start: 0.25, end: 0.75 }]], // biome-ignore format: a row
])('a walk with %s hint(s) is the one of diffusers, latents after every step', async (name, hints) => {
  const folder = join(import.meta.dirname, 'tiny-controlnet')
  const numbers = await readTensors(join(folder, 'golden.safetensors'))
  const controlNet = await openControlNet(folder, { device: 'cpu', threads: 1 })
  const loaded = await openModel(join(import.meta.dirname, 'tiny-sd1'), { device: 'cpu', threads: 1 })
  const run = await golden(loaded, 8, 12)
  const times = run.sigmas.slice(0, -1).map((sigma) => run.model.training.timeOf(sigma))
  const image = (i: number): Tensor => map(numbers.get(`hint_${i + 1}`)!, (value) => 2 * value - 1)
  const all = hints.map((hint, i): Hint => ({ ...hint, controlNet, image: image(i) }))
  const unet = hintedUnet(loaded, all, times, run.start)
  const predict = async (...[batch, rows, text]: Parameters<typeof loaded.predict>) =>
    (await unet.attend(batch, rows, text, {})).predicted
  const denoise = guided(run.model, predict, run.prompts, 1, given.guidance)
  await expectWalk(ddimWalk(run, denoise), numbers.get(name)!)
  await Promise.all([loaded.dispose(), controlNet.dispose()])
})
