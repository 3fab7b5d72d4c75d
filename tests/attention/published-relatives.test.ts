import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { paintEdits } from '../support/prompt-to-prompt'

type Case = { method: string; source: string; edited: string[]; latents: number[] } & (
  | { method: 'MasaControl'; startStep: number; startLayer: number }
  | { method: 'PlugAndPlay'; attention: number; features: number }
)
// made by: python tests/golden/attention/relatives.py
const golden: { steps: number; guidance: number; seed: number; every: number; cases: Case[] } = JSON.parse(
  readFileSync(new URL('../golden/attention/relatives.json', import.meta.url), 'utf8'),
)
/** Self-attention layers of the tiny model. */
const LAYERS = 7

/** The published settings as parts of the run; Plug-and-Play's thresholds count their own step, too. */
function settingsOf(given: Case) {
  const { steps } = golden
  return given.method === 'MasaControl'
    ? { start: given.startStep / steps, layer: given.startLayer / LAYERS }
    : { attention: (given.attention + 1) / steps, features: (given.features + 1) / steps }
}

it.each(golden.cases)('a whole run gives the published latents: $method $edited', async (given) => {
  const x = await paintEdits({
    source: given.source,
    type: given.method,
    edits: given.edited.map((edited) => ({ edited, ...settingsOf(given) })),
    steps: { guidance: golden.guidance, seed: golden.seed },
    scheduler: { steps: golden.steps },
    size: { width: 128, height: 128 },
  })
  const scale = Math.max(...given.latents.map(Math.abs))
  const errors = given.latents.map((value, i) => Math.abs(value - x.data[i * golden.every]!) / scale)
  expect(Math.max(...errors)).toBeLessThan(1e-4)
})
