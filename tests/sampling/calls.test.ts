import { describe, expect, it } from 'vitest'
import { base, type Inputs, link, node, outcome, scheduler, steps } from '../support/sampling'

type Maps = { calls: { rows: { data: Float32Array; tokens: number }[] }[][] }
/** What source and edit attended to at every UNet call. */
const record = (sampler: string, count: number, edit: Inputs, inputs: Inputs = {}) =>
  outcome<Maps>(
    {
      ...base(),
      scheduler: scheduler({ sampler, steps: count, spacing: 'leading' }),
      edit: node('AttentionControl', {
        model: link('checkpoint', 'model'),
        source: link('positive', 'conditioning'),
        ...{ edited: 'a cat on a road', kind: 'reweight', weights: 'cat: 3', self: 0, ...edit },
      }),
      all: steps({ control: link('edit', 'control'), guidance: 1, ...inputs }),
    },
    ['all', 'attention'],
  )
/** Calls at which the edit's maps are the source's, the tokens of "cat" three times as strong. */
const taken = ({ calls }: Maps) =>
  calls.flatMap(([group], call) => {
    const { data, tokens } = group!.rows[0]!
    const expected = data.map((value, i) => ([2, 3, 4].includes(i % tokens) ? 3 * value : value))
    const off = expected.map((value, i) => Math.abs(value - group!.rows[1]!.data[i]!))
    return Math.max(...off) < 1e-6 ? [call] : []
  })
const upTo = (end: number) => Array.from({ length: end }, (_, call) => call)

describe('windows of attention edits', () => {
  it('count UNet calls: PNDM makes 51 of 50 steps, and 0.8 ends before the 41st, as in google’s code', async () => {
    const maps = await record('pndm', 50, { cross: 0.8 })
    expect(maps.calls).toHaveLength(51)
    expect(taken(maps)).toEqual(upTo(Math.trunc(0.8 * 51)))
  })

  it('last to the end of samplers that call twice a step', async () => {
    const maps = await record('heun', 6, { cross: 1 })
    expect(maps.calls).toHaveLength(11)
    expect(taken(maps)).toEqual(upTo(11))
    expect(taken(await record('dpm_2', 6, { cross: 0.5 }))).toEqual(upTo(6))
  })

  it('go on counting where UNet steps begin later', async () => {
    const maps = await record('ddim', 10, { cross: 0.5 }, { startStep: 3 })
    expect(maps.calls).toHaveLength(7)
    expect(taken(maps)).toEqual(upTo(2)) // calls 3 and 4 of 10
  })
})
