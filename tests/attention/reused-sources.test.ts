import type { Tensor } from '@loom/tensor'
import { expect, it, vi } from 'vitest'
import { type Inputs, paintEdits } from '../support/prompt-to-prompt'

const SOURCE = 'a cat on a bumpy road'
const EDITED = 'a dog on a bumpy road'
const ROOM = 1e8
type Options = Omit<Parameters<typeof paintEdits>[0], 'source' | 'edits'>

/** Rows of each UNet call. */
const calls = vi.hoisted(() => [] as number[])
vi.mock('@loom/models', async (original) => {
  const models = await original<typeof import('@loom/models')>()
  return {
    ...models,
    async openModel(...args: Parameters<typeof models.openModel>) {
      const model = await models.openModel(...args)
      const attend: typeof model.attend = (x, ...rest) => {
        calls.push(x.shape[0]!)
        return model.attend(x, ...rest)
      }
      return { ...model, attend }
    },
  }
})

/** The latents, and how many rows each UNet call had. */
async function paint(edits: readonly Inputs[], options: Options): Promise<{ x: Tensor; rows: number[] }> {
  calls.length = 0
  const x = await paintEdits({ source: SOURCE, edits, ...options })
  return { x, rows: [...calls] }
}
const worst = (a: Tensor, b: Tensor) =>
  a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0)

let seed = 100 // another source each time
const first: Inputs = { edited: EDITED, cross: 0.8, self: 0.5, layers: 'all' }

/** After a first edit: another one by the kept source, and the same by itself. */
async function twice(edits: readonly Inputs[], before: readonly Inputs[] = [first], options: Options = {}) {
  const steps = { ...options.steps, seed: seed++ }
  await paint(before, { ...options, steps, keepBytes: ROOM })
  const reused = await paint(edits, { ...options, steps, keepBytes: ROOM })
  const joint = await paint(edits, { ...options, steps, keepBytes: 0 })
  return { reused, joint }
}

it.each([
  ['a word replaced', [{ ...first, edited: 'a bird on a bumpy road' }]],
  ['words added', [{ ...first, edited: 'a cat on a very bumpy road in a forest' }]],
  ['a word weighed', [{ ...first, edited: SOURCE, weights: 'bumpy: 4' }]],
  ['a narrower window', [{ ...first, cross: 0.3, self: 0.2, windows: 'dog: 0.3-0.6' }]],
  ['two edits after one', [first, { ...first, edited: 'a bird on a flat road' }]],
])('%s: the source of an earlier run serves, with half of the rows or less', async (_, edits) => {
  const { reused, joint } = await twice(edits)
  expect(worst(reused.x, joint.x)).toBeLessThan(1e-4)
  expect(reused.rows).toEqual(joint.rows.map((count) => count - 2))
})

it('blends by the maps that the source had', async () => {
  const blend = { ...first, blend: 'cat, dog', start: 0 }
  const { reused, joint } = await twice([{ ...blend, threshold: 0.6 }], [blend])
  expect(worst(reused.x, joint.x)).toBeLessThan(1e-4)
  expect(reused.rows).toEqual([2, 2, 2, 2])
})

it.each([
  [{ scheduler: { sampler: 'euler_ancestral' } }, [2, 2, 2, 2]],
  [{ scheduler: { sampler: 'dpmpp_2m' }, size: { width: 104 } }, [2, 2, 2, 2]],
  [{ steps: { guidance: 1 } }, [1, 1, 1, 1]],
  [{ size: { batch: 2 } }, [4, 4, 4, 4]],
])('serves with %j', async (options, expected) => {
  const { reused, joint } = await twice([{ ...first, edited: 'a bird on a bumpy road' }], [first], options)
  expect(worst(reused.x, joint.x)).toBeLessThan(1e-4)
  expect(reused.rows).toEqual(expected)
})

it.each(['MasaControl', 'PlugAndPlay'])('%s reads the kept source under the negative prompt, too', async (type) => {
  const { reused, joint } = await twice([{ edited: 'a bird on a road' }], [{ edited: EDITED }], { type })
  expect(worst(reused.x, joint.x)).toBeLessThan(1e-4)
  expect(reused.rows).toEqual([2, 2, 2, 2])
})

it('computes the source again where an edit reads what was not kept, and keeps that', async () => {
  const { reused, joint } = await twice([first], [{ ...first, cross: 0.4 }])
  expect(worst(reused.x, joint.x)).toBeLessThan(1e-4)
  expect(reused.rows).toEqual([2, 2, 4, 4])
})

it.each([
  ['seed', { steps: { seed: 7 } }],
  ['guidance', { steps: { seed: 8, guidance: 3 } }],
  ['steps', { steps: { seed: 8 }, scheduler: { steps: 5 } }],
])('another %s has another source', async (_, options) => {
  await paint([first], { steps: { seed: 8 }, keepBytes: ROOM })
  const reused = await paint([first], { ...options, keepBytes: ROOM })
  const joint = await paint([first], { ...options, keepBytes: 0 })
  expect(worst(reused.x, joint.x)).toBeLessThan(1e-4)
  expect(reused.rows.at(-1)).toBe(4)
})

it('keeps what fits and computes the rest', async () => {
  const steps = { seed: seed++ }
  const some = { steps, keepBytes: 60_000 }
  await paint([first], some)
  const reused = await paint([{ ...first, weights: 'dog: 2' }], some)
  const joint = await paint([{ ...first, weights: 'dog: 2' }], { steps, keepBytes: 0 })
  expect(worst(reused.x, joint.x)).toBeLessThan(1e-4)
  expect(reused.rows[0]).toBe(2)
  expect(reused.rows).toContain(4)
})
