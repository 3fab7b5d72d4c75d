import { blend, scale, sub, type Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { invertDdim, invertEditFriendly, type Trajectory } from './inversion'
import { gaussian } from './noise'
import { denoiser, type Unet } from './prediction'
import type { Step } from './sampler'
import { samplers } from './samplers'
import { noiseLevels } from './spacing'
import { stableDiffusion, trainingSchedule } from './training-schedule'

async function trajectoryOf(steps: AsyncGenerator<unknown, Trajectory>): Promise<Trajectory> {
  for (;;) {
    const { done, value } = await steps.next()
    if (done) return value
  }
}
async function last(steps: AsyncGenerator<Step, void>): Promise<Tensor> {
  let x: Tensor | undefined
  for await (const step of steps) x = step.x
  return x!
}
const worst = ({ data }: Tensor) => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const latent = gaussian(5)([1, 4, 6, 6])

describe.each(['epsilon', 'v_prediction'] as const)('inversion of a %s model', (prediction_type) => {
  const schedule = trainingSchedule({ ...stableDiffusion, prediction_type })
  /** A model whose data is one picture: it knows the noise exactly. */
  const picture = scale(latent, 0.7)
  const knowing: Unet = async (sample, time) => {
    const sigma = schedule.sigmaOf(time)
    const alpha = 1 / Math.sqrt(1 + sigma ** 2)
    const noise = scale(blend(sample, 1, picture, -alpha), 1 / (sigma * alpha))
    return prediction_type === 'epsilon' ? noise : blend(noise, alpha, picture, -sigma * alpha)
  }

  it('by DDIM leads back to the picture, the nearer the more steps', async () => {
    const errors: number[] = []
    for (const steps of [10, 100]) {
      const sigmas = noiseLevels(schedule, 'leading', steps)
      const { levels } = await trajectoryOf(invertDdim(knowing, schedule, picture, sigmas))
      const back = await last(samplers.ddim(denoiser(schedule, knowing), levels[0]!, sigmas, gaussian(0), schedule))
      errors.push(worst(sub(back, picture)))
    }
    expect(errors[1]).toBeLessThan(1e-3)
    expect(errors[1]! <= errors[0]! + 1e-6).toBe(true)
  })

  it('by edit-friendly noise leads back exactly, whatever the model says', async () => {
    const sigmas = noiseLevels(schedule, 'leading', 8)
    const odd: Unet = async (sample, time) => blend(sample, 0.3, latent, time / 1000)
    const denoise = denoiser(schedule, odd)
    const { levels, noises } = await trajectoryOf(invertEditFriendly(denoise, latent, sigmas, gaussian(1)))
    let call = 0
    const xs: Tensor[] = []
    const kept = () => noises![call++]!
    for await (const step of samplers.euler_ancestral(denoise, levels[0]!, sigmas, kept, schedule)) xs.push(step.x)
    for (const [i, x] of xs.slice(0, -1).entries()) expect(worst(sub(x, levels[i + 1]!))).toBeLessThan(1e-4)
  })
})
