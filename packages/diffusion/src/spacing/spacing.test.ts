import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { trainingSchedule } from '../training-schedule'
import { noiseLevels, type SpacingName, spacingLabels, spacings } from './index'

type Golden = { spacings: { steps: number; sigmas: Record<SpacingName, number[]> }[] }
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/diffusion/sampling.json', import.meta.url), 'utf8'),
)
const schedule = trainingSchedule()
const names = Object.keys(spacings) as SpacingName[]

describe.each(names)('%s spacing', (name) => {
  it('has the levels that the others have', () => {
    for (const { steps, sigmas } of golden.spacings) {
      const levels = spacings[name](schedule, steps)
      expect(levels, `${steps} steps`).toHaveLength(sigmas[name].length)
      levels.forEach((level, i) => {
        expect(Math.abs(level - sigmas[name][i]!), `${steps} steps, level ${i}`).toBeLessThan(2e-6 * level + 1e-9)
      })
    }
  })

  it('falls at every step and ends in 0', () => {
    for (const steps of [1, 2, 5, 20, 99, 1000]) {
      const levels = spacings[name](schedule, steps)
      expect(levels.at(-1)).toBe(0)
      for (let i = 1; i < levels.length; i++) expect(levels[i]).toBeLessThan(levels[i - 1]!)
    }
  })

  it('has a label', () => {
    expect(spacingLabels[name]).not.toBe('')
  })
})

describe('noise levels', () => {
  it('are the last part of a longer schedule when only part of the noise is wanted', () => {
    expect(noiseLevels(schedule, 'karras', 10, { denoise: 0.5 })).toEqual(noiseLevels(schedule, 'karras', 20).slice(10))
    expect(noiseLevels(schedule, 'normal', 20, { denoise: 0.3 })).toEqual(
      noiseLevels(schedule, 'normal', 66).slice(-21),
    )
    expect(noiseLevels(schedule, 'normal', 20, { denoise: 1 })[0]).toBeCloseTo(schedule.sigmaMax, 9)
  })

  it('are only the end when no noise is wanted', () => {
    expect(noiseLevels(schedule, 'karras', 10, { denoise: 0 })).toEqual([0])
  })

  it('leave the lowest level out for samplers that gain nothing from it', () => {
    const [all, fewer] = [
      noiseLevels(schedule, 'karras', 21),
      noiseLevels(schedule, 'karras', 20, { sampler: 'dpm_2' }),
    ]
    expect(fewer).toEqual([...all.slice(0, -2), 0])
    expect(noiseLevels(schedule, 'karras', 10, { sampler: 'uni_pc', denoise: 0.5 })).toEqual(fewer.slice(10))
  })

  it('say what they cannot give', () => {
    expect(() => noiseLevels(schedule, 'karras', 0)).toThrow('expected a whole number of steps, got 0')
    expect(() => noiseLevels(schedule, 'karras', 2.5)).toThrow('got 2.5')
    expect(() => noiseLevels(schedule, 'karras', 5, { denoise: 1.5 })).toThrow('expected denoise from 0 to 1, got 1.5')
    expect(() => noiseLevels(schedule, 'simple', 1001)).toThrow('at most 1000 steps')
  })
})
