import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { paintEdits } from '../support/prompt-to-prompt'

type Case = {
  kind: string
  source: string
  edited: string
  cross: number
  self: number
  selfSide: number
  weights?: Record<string, number>
  windows?: Record<string, number>
  blend?: string[]
  start?: number
  threshold?: number
  scheduler?: string
  latents: number[]
  model?: string
  side?: number
}
// made by: python tests/golden/attention/make.py <checkout of google/prompt-to-prompt>
const golden: { steps: number; guidance: number; seed: number; every: number; cases: Case[] } = JSON.parse(
  readFileSync(new URL('../golden/attention/runs.json', import.meta.url), 'utf8'),
)
const listed = (values: Record<string, number> = {}) =>
  Object.entries(values)
    .map(([word, value]) => `${word}: ${value}`)
    .join(', ')

it.each(golden.cases)(
  'a whole run gives the published latents: $kind $source → $edited $model $scheduler',
  async (given) => {
    const { model: checkpoint = 'tiny-sd1', side = 16 } = given
    const {
      kind,
      source,
      edited,
      cross,
      self,
      selfSide,
      weights,
      windows,
      blend = [],
      start,
      threshold,
      scheduler,
      latents,
    } = given
    const x = await paintEdits({
      checkpoint,
      source,
      edits: [
        {
          ...{ edited, kind, cross, self, layers: ({ 1: 'all', 2: 'half', 4: 'quarter' } as const)[side / selfSide]! },
          ...{ weights: listed(weights), windows: listed(windows), blend: blend.join(', ') },
          ...(start !== undefined && { start }),
          ...(threshold !== undefined && { threshold }),
        },
      ],
      steps: { guidance: golden.guidance, seed: golden.seed },
      scheduler: { steps: golden.steps, ...(scheduler && { sampler: scheduler }) },
      size: { width: 8 * side, height: 8 * side },
    })
    const scale = Math.max(...latents.map(Math.abs))
    const errors = latents.map((value, i) => Math.abs(value - x.data[i * golden.every]!) / scale)
    expect(Math.max(...errors)).toBeLessThan(1e-3)
  },
)
