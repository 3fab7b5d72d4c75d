import { noiseLevels, samplerLabels, spacingLabels, withZeroTerminalSnr } from '@loom/diffusion'
import { defineNode, param } from '@loom/runtime'
import * as ports from '../ports'

export const scheduler = defineNode({
  type: 'Scheduler',
  version: 1,
  title: 'Scheduler',
  category: 'sampling',
  description: 'Chooses the noise levels of the steps and how to walk from one to the next.',
  keywords: ['sampler', 'steps', 'sigmas', 'karras'],
  inputs: { model: ports.model },
  params: {
    sampler: param.choice({
      default: 'dpmpp_2m',
      options: samplerLabels,
      description:
        'Ancestral and SDE samplers add noise on the way: richer, and a changed number of steps changes the picture of the ancestral ones. The others lead from one start to one picture.',
    }),
    spacing: param.choice({
      default: 'karras',
      options: spacingLabels,
      description: 'How the noise levels are spread',
    }),
    steps: param.integer({ default: 20, min: 1, max: 150 }),
    denoise: param.number({
      default: 1,
      min: 0,
      max: 1,
      step: 0.05,
      description: 'Below 1 only the last part of the way is walked, so the latent put in shows through',
    }),
    zeroTerminalSnr: param.boolean({
      default: false,
      label: 'Zero terminal SNR',
      description:
        'For models finetuned to begin with pure noise (most that predict v) whose files do not say so; take SGM uniform with it',
      advanced: true,
    }),
  },
  outputs: { schedule: ports.schedule },

  run({ model, sampler, spacing, steps, denoise, zeroTerminalSnr }) {
    const training = zeroTerminalSnr ? withZeroTerminalSnr(model.training) : model.training
    const sigmas = noiseLevels(training, spacing, steps, { denoise, sampler })
    const diffusers = spacing === 'leading' && denoise === 1 // begins with N(0, 1) though its first level is below the highest
    return { schedule: { sampler, sigmas, training, pureNoiseFrom: diffusers ? sigmas[0]! : training.sigmaMax } }
  },
})
