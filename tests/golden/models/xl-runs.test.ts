import { join } from 'node:path'
import { createTokenizer, gaussian, noiseLevels, samplers, trainingSchedule } from '@loom/diffusion'
import { type LoadedModel, openModel } from '@loom/models'
import { scale, type Tensor } from '@loom/tensor'
import { afterEach, expect, it } from 'vitest'
import { guided } from '../../../packages/nodes/src/sampling/guided'
import { toldBy } from '../../../packages/nodes/src/sampling/told'
import { encodePrompt } from '../../../packages/nodes/src/text/encode-prompt'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers: python tests/golden/models/make_tiny_xl.py
const [prompt, negative, steps, guidance] = ['a rat the dog', 'dog', 4, 5]

let model: LoadedModel
afterEach(() => model.dispose())

/** Latents after every step of a run, as the noise of the model's training gives them. */
async function* walk(name: string, height: number, width: number) {
  model = await openModel(join(import.meta.dirname, name), { device: 'cpu', threads: 1 })
  const training = trainingSchedule(model.schedulerConfig)
  const whole = { loaded: model, training, tokenizer: createTokenizer(model.tokenizer!) }
  const told = async (text: string, side: 'positive' | 'negative') =>
    toldBy(await encodePrompt(whole, text, 'text', 'plain'), model, width, height, side)
  const prompts = { positive: await told(prompt, 'positive'), negative: await told(negative, 'negative') }
  const denoise = guided(whole, (...call) => model.predict(...call), prompts, 1, guidance)
  const sigmas = noiseLevels(training, 'leading', steps)
  const start = scale(gaussian(3)([1, 4, height, width]), Math.sqrt(1 + sigmas[0]! ** 2))
  for await (const { sigma, x } of samplers.ddim(denoise, start, sigmas, gaussian(0), training))
    yield { latents: scale(x, 1 / Math.sqrt(1 + sigma ** 2)), x }
}

it('SDXL walks as its pipeline in diffusers does, latents after every step and the picture', async () => {
  const golden = await readTensors(join(import.meta.dirname, 'tiny-sdxl/golden.safetensors'))
  const { data } = golden.get('walk')!
  const size = data.length / steps
  let index = 0
  for await (const { latents, x } of walk('tiny-sdxl', 16, 24)) {
    const expected = { shape: latents.shape, data: data.subarray(index * size, ++index * size) }
    expect(relativeError(latents, expected)).toBeLessThan(1e-3)
    if (index < steps) continue
    const image = await model.decode(x)
    const shown = { ...image, data: image.data.map((value) => Math.min(1, Math.max(0, value / 2 + 0.5))) }
    expect(relativeError(shown, golden.get('painted')!)).toBeLessThan(1e-3)
  }
  expect(index).toBe(steps)
})

it('its refiner walks as diffusers does, told how fine the picture is to be', async () => {
  const golden = await readTensors(join(import.meta.dirname, 'tiny-refiner/golden.safetensors'))
  let last: Tensor | undefined
  for await (const { x } of walk('tiny-refiner', 16, 16)) last = x
  expect(relativeError(last!, golden.get('refined')!)).toBeLessThan(1e-3)
})
