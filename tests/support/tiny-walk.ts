import { createTokenizer, type Denoise, gaussian, noiseLevels, samplers, trainingSchedule } from '@loom/diffusion'
import type { LoadedModel } from '@loom/models'
import { scale, type Tensor } from '@loom/tensor'
import { expect } from 'vitest'
import { toldBy } from '../../packages/nodes/src/sampling/told'
import { encodePrompt } from '../../packages/nodes/src/text/encode-prompt'
import { noModels, plainReading } from './reading'
import { relativeError } from './tensors'

/** What the golden pipelines of the tiny models were given; height and width of the latent. */
export const given = { prompt: 'a rat the dog', negative: 'dog', steps: 4, guidance: 5 } as const

/** A model as the nodes have it, the golden prompts told to its UNet, and the way down from the golden noise. */
export async function golden(loaded: LoadedModel, height: number, width: number) {
  const training = trainingSchedule(loaded.schedulerConfig)
  const model = { loaded, training, tokenizer: createTokenizer(loaded.tokenizer!) }
  const told = async (text: string, side: 'positive' | 'negative') =>
    toldBy(await encodePrompt(model, text, 'text', plainReading, noModels), loaded, width, height, side)
  const sigmas = noiseLevels(training, 'leading', given.steps)
  return {
    model,
    sigmas,
    prompts: { positive: await told(given.prompt, 'positive'), negative: await told(given.negative, 'negative') },
    start: scale(gaussian(3)([1, 4, height, width]), Math.sqrt(1 + sigmas[0]! ** 2)),
  }
}

/** DDIM's steps: x at its noise level, and the same as `latents` of diffusers, whose data have the training's deviation. */
export async function* ddimWalk({ model, sigmas, start }: Awaited<ReturnType<typeof golden>>, denoise: Denoise) {
  for await (const { sigma, x } of samplers.ddim(denoise, start, sigmas, gaussian(0), model.training))
    yield { x, latents: scale(x, 1 / Math.sqrt(1 + sigma ** 2)) }
}

/** Holds the latents after every step to the golden ones [steps,…], within 1e-3 of the largest value; gives the last x. */
export async function expectWalk(walk: ReturnType<typeof ddimWalk>, { data }: Tensor): Promise<Tensor> {
  const size = data.length / given.steps
  let done = 0
  let last: Tensor | undefined
  for await (const { x, latents } of walk) {
    const expected = { shape: latents.shape, data: data.subarray(done * size, ++done * size) }
    expect(relativeError(latents, expected)).toBeLessThan(1e-3)
    last = x
  }
  expect(done).toBe(given.steps)
  return last!
}
