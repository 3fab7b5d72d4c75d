import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type SchedulerConfig, stableDiffusion, trainingSchedule, withZeroTerminalSnr } from './training-schedule'

type Golden = {
  schedules: { config: SchedulerConfig; alphas_cumprod: number[] }[]
  zeroTerminal: number[]
  interpolation: { times: number[]; sigmas: number[]; levels: number[]; timesOfLevels: number[] }
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/diffusion/sampling.json', import.meta.url), 'utf8'),
)

describe('a training schedule', () => {
  it.each(golden.schedules)('keeps of the image what diffusers keeps, $config.beta_schedule', (expected) => {
    const { alphasCumprod } = trainingSchedule(expected.config)
    const off = expected.alphas_cumprod.map((kept, t) => Math.abs(kept - alphasCumprod[t]!))
    expect(Math.max(...off)).toBeLessThan(1e-6)
  })

  it('interpolates between times as k-diffusion does', () => {
    const schedule = trainingSchedule()
    const { times, sigmas, levels, timesOfLevels } = golden.interpolation
    times.forEach((t, i) => {
      expect(schedule.sigmaOf(t) / sigmas[i]!).toBeCloseTo(1, 6)
    })
    levels.forEach((sigma, i) => {
      expect(schedule.timeOf(sigma)).toBeCloseTo(timesOfLevels[i]!, 3)
    })
  })

  it('finds the time of every level again', () => {
    const schedule = trainingSchedule()
    for (const t of [0, 0.5, 1, 333.3, 981, 998.9, 999]) expect(schedule.timeOf(schedule.sigmaOf(t))).toBeCloseTo(t, 9)
    expect(schedule.timeOf(schedule.sigmaOf(981))).toBe(981)
  })

  it('takes what lies outside to its ends', () => {
    const schedule = trainingSchedule()
    expect(schedule.timeOf(1e-9)).toBe(0)
    expect(schedule.timeOf(0)).toBe(0)
    expect(schedule.timeOf(1e9)).toBe(999)
    expect(schedule.sigmaOf(-3)).toBe(schedule.sigmaMin)
    expect(schedule.sigmaOf(2000)).toBe(schedule.sigmaMax)
  })

  it('leaves nothing of the image at the highest level where its config or a person says so', () => {
    const rescaled = trainingSchedule({ ...stableDiffusion, rescale_betas_zero_snr: true })
    const off = golden.zeroTerminal.map((kept, t) => Math.abs(kept - rescaled.alphasCumprod[t]!))
    expect(Math.max(...off)).toBeLessThan(1e-6)
    expect(rescaled.sigmaMax).toBeCloseTo(4518.7, 0) // ComfyUI's highest level of such models
    expect(rescaled.sigmaMin).toBeCloseTo(trainingSchedule().sigmaMin, 9)
    expect(withZeroTerminalSnr(trainingSchedule()).sigmas).toEqual(rescaled.sigmas)
    expect(withZeroTerminalSnr(rescaled)).toBe(rescaled)
  })

  it('says what in a config it cannot follow', () => {
    const reading = (change: SchedulerConfig) => () => trainingSchedule({ ...stableDiffusion, ...change })
    expect(reading({ beta_schedule: 'sigmoid' })).toThrow('squaredcos_cap_v2, got sigmoid')
    expect(reading({ prediction_type: 'sample' })).toThrow(
      'expected prediction_type epsilon or v_prediction, got sample',
    )
    expect(reading({ num_train_timesteps: 0 })).toThrow('got 0')
    expect(reading({ beta_end: Number.NaN })).toThrow('expected betas between 0 and 1')
  })
})
