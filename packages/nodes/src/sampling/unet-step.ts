import { gaussian, samplers, startingPoint } from '@loom/diffusion'
import { defineNode, InputError, param } from '@loom/runtime'
import * as ports from '../ports'
import { guided } from './guided'
import { latentPicture } from './latent-picture'

/** Denoises a latent along its schedule. The only loop that calls the UNet: progress, preview and cancelling live here. */
export const unetStep = defineNode({
  type: 'UNetStep',
  version: 1,
  title: 'UNet steps',
  category: 'sampling',
  description: 'Lets the UNet take noise away, step by step, until a latent of the picture is left.',
  keywords: ['sampler', 'ksampler', 'denoise', 'generate'],
  inputs: {
    model: ports.model,
    schedule: ports.schedule,
    positive: ports.conditioning,
    negative: ports.conditioning,
    latent: ports.latent,
  },
  params: {
    guidance: param.number({
      default: 7.5,
      min: 1,
      max: 30,
      description: 'How strongly the picture follows the prompt rather than the negative prompt',
    }),
    seed: param.seed(),
  },
  outputs: { latent: ports.latent },
  shows: 'preview',

  async run({ model, schedule, positive, negative, latent, guidance, seed }, { signal, progress }) {
    for (const [input, { modelId }] of Object.entries({ positive, negative }))
      if (modelId !== model.loaded.id) throw new InputError(input, 'this prompt was encoded by another model')
    const noise = gaussian(seed)
    const { sampler, sigmas, pureNoiseFrom } = schedule
    const denoise = guided(model, { positive, negative, guidance })
    let x = startingPoint(latent, noise(latent.shape), sigmas[0]!, pureNoiseFrom)
    for await (const step of samplers[sampler](denoise, x, sigmas, noise)) {
      x = step.x
      await progress({
        done: step.index + 1,
        total: sigmas.length - 1,
        preview: () => latentPicture(step.denoised, model.loaded),
      })
      signal.throwIfAborted() // before the next UNet call, not after it
    }
    return { latent: x }
  },
})
