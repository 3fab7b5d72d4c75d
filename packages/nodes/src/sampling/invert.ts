import { gaussian, invertDdim, invertEditFriendly, type Trajectory } from '@loom/diffusion'
import { defineNode, InputError, param } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import * as ports from '../ports'
import { equallyLong } from './equally-long'
import { guided, type Predict } from './guided'
import { previewer } from './previewer'
import { repeatTold, toldBy } from './told'

const methods = {
  direct: 'Direct (PnP) inversion',
  negative: 'Negative-prompt inversion',
  ddim: 'DDIM inversion',
  'edit-friendly': 'Edit-friendly noise',
} as const

export const invert = defineNode({
  type: 'Invert',
  version: 1,
  title: 'Invert',
  category: 'sampling',
  description:
    'Finds the noise that a picture of yours comes from, so that UNet steps paints it again and AttentionControl can edit it. Takes the same schedule as UNet steps; its prompt says what the picture shows.',
  keywords: ['inversion', 'real image', 'ddim', 'pnp', 'direct', 'null-text', 'edit-friendly'],
  inputs: {
    model: ports.model,
    schedule: ports.schedule,
    positive: ports.conditioning,
    negative: ports.conditioning,
    latent: ports.latent,
  },
  params: {
    method: param.choice({ default: 'direct', options: methods }),
    guidance: param.number({
      default: 3.5,
      min: 1,
      max: 30,
      label: 'Source guidance',
      description: 'Of the source picture, for edit-friendly noise',
    }),
    skip: param.number({
      default: 0.36,
      min: 0,
      max: 0.95,
      step: 0.02,
      description: 'Part of the noisiest steps left out, for edit-friendly noise',
    }),
    seed: param.seed(),
  },
  outputs: { inversion: ports.inversion },
  shows: 'preview',

  async run(inputs, context) {
    const { signal, progress } = context
    const { schedule, latent, method, guidance, skip, seed } = inputs
    const training = { ...schedule.training, prediction: inputs.model.training.prediction }
    const model = { ...inputs.model, training }
    const { loaded } = model
    const paint = previewer(loaded, context)
    const { positive, negative } = await equallyLong(model, inputs)
    for (const [input, { modelId }] of Object.entries({ positive: inputs.positive, negative: inputs.negative }))
      if (modelId !== loaded.textId) throw new InputError(input, 'this prompt was encoded by another model')
    const random = method === 'edit-friendly'
    if (random && schedule.sampler !== 'euler_ancestral')
      throw new InputError('schedule', 'edit-friendly noise needs the sampler Euler ancestral')
    if (!random && schedule.sampler !== 'ddim' && schedule.sampler !== 'euler')
      throw new InputError(
        'schedule',
        `${methods[method]} needs a sampler without noise that calls the model once a step: DDIM or Euler`,
      )

    const [rows, , height, width] = latent.shape as [number, number, number, number]
    const told = {
      positive: toldBy(positive, loaded, width, height, 'positive'),
      negative: toldBy(negative, loaded, width, height, 'negative'),
    }
    const own = repeatTold(told.positive, rows)
    const predict: Predict = (batch, times, rows) => loaded.predict(batch, times, rows)
    const skipped = random ? Math.trunc(skip * (schedule.sigmas.length - 1)) : 0
    const sigmas = schedule.sigmas.slice(skipped)
    const steps: AsyncGenerator<{ index: number; x: Tensor }, Trajectory> = random
      ? invertEditFriendly(guided(model, predict, told, rows, guidance), latent, sigmas, gaussian(seed))
      : invertDdim(
          (sample, time) => loaded.predict(sample, new Array<number>(rows).fill(time), own),
          training,
          latent,
          sigmas,
        )
    for (;;) {
      const { done, value } = await steps.next()
      if (done)
        return { inversion: { modelId: loaded.id, method, sigmas, guidance: random ? guidance : undefined, ...value } }
      await progress({ done: value.index + 1, total: sigmas.length - 1, preview: () => paint(value.x) })
      signal.throwIfAborted()
    }
  },
})
