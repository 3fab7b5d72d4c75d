import { join } from 'node:path'
import { createTokenizer, gaussian, noiseLevels, samplers, trainingSchedule } from '@loom/diffusion'
import { openModel } from '@loom/models'
import { scale, type Tensor } from '@loom/tensor'
import { expect, it } from 'vitest'
import { inpaintConditioning } from '../../../packages/nodes/src/latents/inpaint-conditioning'
import { guided } from '../../../packages/nodes/src/sampling/guided'
import { seenBeside } from '../../../packages/nodes/src/sampling/seen-beside'
import { toldBy } from '../../../packages/nodes/src/sampling/told'
import { encodePrompt } from '../../../packages/nodes/src/text/encode-prompt'
import { noModels, plainReading } from '../../support/reading'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers: python tests/golden/models/make_tiny_inpaint.py
const [prompt, negative, steps, guidance, height, width] = ['a rat the dog', 'dog', 4, 5, 8, 12] as const

it('a UNet of 9 channels paints a part as its pipeline in diffusers does, latents after every step', async () => {
  const folder = join(import.meta.dirname, 'tiny-inpaint')
  const golden = await readTensors(join(folder, 'golden.safetensors'))
  const loaded = await openModel(folder, { device: 'cpu', threads: 1 })
  const training = trainingSchedule(loaded.schedulerConfig)
  const model = { loaded, training, tokenizer: createTokenizer(loaded.tokenizer!) }
  const told = async (text: string, side: 'positive' | 'negative') =>
    toldBy(await encodePrompt(model, text, 'text', plainReading, noModels), loaded, width, height, side)
  const prompts = { positive: await told(prompt, 'positive'), negative: await told(negative, 'negative') }
  const pictures = { vae: loaded, image: golden.get('picture')!, mask: golden.get('mask')! }
  const made = await inpaintConditioning.run(pictures, undefined as never)
  const { inpainting, latent } = made as { inpainting: Tensor; latent: Tensor }
  const sigmas = noiseLevels(training, 'leading', steps)
  const start = scale(gaussian(3)([1, 4, height, width]), Math.sqrt(1 + sigmas[0]! ** 2))
  const seen = seenBeside(loaded, inpainting, latent, 1)
  const denoise = guided(model, (batch, ...call) => loaded.predict(seen(batch), ...call), prompts, 1, guidance)
  const { data } = golden.get('walk')!
  const size = data.length / steps
  let done = 0
  for await (const { sigma, x } of samplers.ddim(denoise, start, sigmas, gaussian(0), training)) {
    const latents = scale(x, 1 / Math.sqrt(1 + sigma ** 2))
    const expected = { shape: latents.shape, data: data.subarray(done * size, ++done * size) }
    expect(relativeError(latents, expected)).toBeLessThan(1e-3)
  }
  expect(done).toBe(steps)
  await loaded.dispose()
})
