import { join } from 'node:path'
import { noiseLevels, trainingSchedule } from '@loom/diffusion'
import { openModel } from '@loom/models'
import { scale, type Tensor } from '@loom/tensor'
import { expect, it } from 'vitest'
import { type Inputs, link, node, outcome } from '../../support/sampling'
import { readTensors, relativeError } from '../../support/tensors'
import { given } from '../../support/tiny-walk'

// The numbers: python tests/golden/models/make_tiny_handover.py
const half = given.steps / 2

/** A checkpoint with the golden prompts, and its part of the steps. */
function stage(name: string, checkpoint: string, inputs: Inputs) {
  const as = (part: string) => `${name}-${part}`
  const model = link(as('checkpoint'), 'model')
  return {
    [as('checkpoint')]: node('CheckpointLoader', { checkpoint }),
    [as('prompt')]: node('TextEncode', { model, text: given.prompt }),
    [as('negative')]: node('TextEncode', { model, text: given.negative }),
    [as('scheduler')]: node('Scheduler', { model, sampler: 'ddim', spacing: 'leading', steps: given.steps }),
    [as('steps')]: node('UNetStep', {
      ...{ model, schedule: link(as('scheduler'), 'schedule'), guidance: given.guidance, seed: 3 },
      ...{ positive: link(as('prompt'), 'conditioning'), negative: link(as('negative'), 'conditioning') },
      ...inputs,
    }),
  }
}

it('SDXL hands its latent on to its refiner after half of the steps, as the pipelines of diffusers do', async () => {
  const numbers = await readTensors(join(import.meta.dirname, 'tiny-refiner/handover.safetensors'))
  const nodes = {
    size: node('EmptyLatent', { width: 192, height: 128 }),
    ...stage('base', 'tiny-sdxl', { latent: link('size', 'latent'), endStep: half, leftoverNoise: true }),
    ...stage('refiner', 'tiny-refiner', { latent: link('base-steps', 'latent'), startStep: half, addNoise: false }),
  }
  const model = await openModel(join(import.meta.dirname, 'tiny-sdxl'), { device: 'cpu', threads: 1 })
  const sigma = noiseLevels(trainingSchedule(model.schedulerConfig), 'leading', given.steps)[half]!
  await model.dispose()
  const left = await outcome<Tensor>(nodes, ['base-steps', 'latent'])
  // latents of diffusers have the deviation of the training
  expect(relativeError(scale(left, 1 / Math.sqrt(1 + sigma ** 2)), numbers.get('left')!)).toBeLessThan(1e-3)
  const refined = await outcome<Tensor>(nodes, ['refiner-steps', 'latent'])
  expect(relativeError(refined, numbers.get('refined')!)).toBeLessThan(1e-3)
})
