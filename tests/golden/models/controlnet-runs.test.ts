import { join } from 'node:path'
import { createTokenizer, gaussian, noiseLevels, samplers, trainingSchedule } from '@loom/diffusion'
import { openControlNet, openModel } from '@loom/models'
import { map, scale, type Tensor } from '@loom/tensor'
import { expect, it } from 'vitest'
import type { Hint } from '../../../packages/nodes/src/control-net/hint'
import { hintedUnet } from '../../../packages/nodes/src/control-net/hinted'
import { guided } from '../../../packages/nodes/src/sampling/guided'
import { toldBy } from '../../../packages/nodes/src/sampling/told'
import { encodePrompt } from '../../../packages/nodes/src/text/encode-prompt'
import { noModels, plainReading } from '../../support/reading'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers: python tests/golden/models/make_tiny_controlnet.py
const [prompt, negative, steps, guidance, height, width] = ['a rat the dog', 'dog', 4, 5, 8, 12] as const

type Pair = [one: Omit<Hint, 'controlNet' | 'image'>, ...two: Omit<Hint, 'controlNet' | 'image'>[]]
it.each<[string, Pair]>([
  ['one', [{ strength: 0.8, start: 0, end: 1 }]],
  ['two', [{ strength: 0.8, start: 0, end: 1 }, { strength: 1.5, start: 0.25, end: 0.75 }]], // biome-ignore format: a row
])('a walk with %s hint(s) is the one of diffusers, latents after every step', async (name, hints) => {
  const folder = join(import.meta.dirname, 'tiny-controlnet')
  const golden = await readTensors(join(folder, 'golden.safetensors'))
  const controlNet = await openControlNet(folder, { device: 'cpu', threads: 1 })
  const loaded = await openModel(join(import.meta.dirname, 'tiny-sd1'), { device: 'cpu', threads: 1 })
  const training = trainingSchedule(loaded.schedulerConfig)
  const model = { loaded, training, tokenizer: createTokenizer(loaded.tokenizer!) }
  const told = async (text: string, side: 'positive' | 'negative') =>
    toldBy(await encodePrompt(model, text, 'text', plainReading, noModels), loaded, width, height, side)
  const prompts = { positive: await told(prompt, 'positive'), negative: await told(negative, 'negative') }
  const sigmas = noiseLevels(training, 'leading', steps)
  const start = scale(gaussian(3)([1, 4, height, width]), Math.sqrt(1 + sigmas[0]! ** 2))
  const times = sigmas.slice(0, -1).map((sigma) => training.timeOf(sigma))
  const image = (i: number): Tensor => map(golden.get(`hint_${i + 1}`)!, (value) => 2 * value - 1)
  const given = hints.map((hint, i): Hint => ({ ...hint, controlNet, image: image(i) }))
  const unet = hintedUnet(loaded, given, times, start)
  const predict = async (...[batch, rows, text]: Parameters<typeof loaded.predict>) =>
    (await unet.attend(batch, rows, text, {})).predicted
  const denoise = guided(model, predict, prompts, 1, guidance)
  const { data } = golden.get(name)!
  const size = data.length / steps
  let done = 0
  for await (const { sigma, x } of samplers.ddim(denoise, start, sigmas, gaussian(0), training)) {
    const latents = scale(x, 1 / Math.sqrt(1 + sigma ** 2))
    const expected = { shape: latents.shape, data: data.subarray(done * size, ++done * size) }
    expect(relativeError(latents, expected)).toBeLessThan(1e-3)
  }
  expect(done).toBe(steps)
  await Promise.all([loaded.dispose(), controlNet.dispose()])
})
