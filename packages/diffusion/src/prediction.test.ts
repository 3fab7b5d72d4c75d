import { blend, map, max, sub, type Tensor, zeros } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { gaussian } from './noise'
import { denoiser } from './prediction'
import { startingPoint } from './start'
import { stableDiffusion, trainingSchedule } from './training-schedule'

const draw = gaussian(1)
const [image, noise] = [draw([1, 4, 8, 8]), draw([1, 4, 8, 8])]
const off = (a: Tensor, b: Tensor) => max(map(sub(a, b), Math.abs))

describe('a denoiser', () => {
  it.each(['epsilon', 'v_prediction'])(
    'finds the image when the UNet is right about its %s',
    async (prediction_type) => {
      const schedule = trainingSchedule({ ...stableDiffusion, prediction_type })
      for (const t of [0, 17, 500, 999]) {
        const kept = schedule.alphasCumprod[t]!
        const [signal, dirt] = [Math.sqrt(kept), Math.sqrt(1 - kept)]
        const said = prediction_type === 'epsilon' ? noise : blend(noise, signal, image, -dirt)
        const denoise = denoiser(schedule, async (sample, time) => {
          expect(time).toBe(t)
          expect(off(sample, blend(image, signal, noise, dirt))).toBeLessThan(1e-6)
          return said
        })
        const sigma = schedule.sigmaOf(t)
        expect(off(await denoise(blend(image, 1, noise, sigma), sigma), image)).toBeLessThan(1e-5)
      }
    },
  )
})

describe('the starting point', () => {
  const { sigmaMax } = trainingSchedule()

  it('is pure noise to the model at the highest level', () => {
    const x = startingPoint(zeros([1, 4, 8, 8]), noise, sigmaMax, sigmaMax)
    expect(
      off(
        map(x, (value) => value / Math.sqrt(1 + sigmaMax ** 2)),
        noise,
      ),
    ).toBeLessThan(1e-6)
  })

  it('is the latent under noise below that', () => {
    expect(off(startingPoint(image, noise, 2, sigmaMax), blend(image, 1, noise, 2))).toBeLessThan(1e-6)
  })

  it('is the latent itself at level 0', () => {
    expect(startingPoint(image, noise, 0, sigmaMax)).toEqual(image)
  })
})
