import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { base, type Inputs, link, node, outcome, scheduler, steps } from '../support/sampling'
import { relativeError } from '../support/tensors'

const nodes = (walk: Inputs, edit: Inputs = {}) => ({
  ...base(),
  edit: node('AttentionControl', {
    ...{ model: link('checkpoint', 'model'), source: link('positive', 'conditioning') },
    ...{ edited: 'a dog on a road', kind: 'replace', cross: 1, self: 0, ...edit },
  }),
  scheduler: scheduler({ steps: 4 }),
  steps: steps(walk),
})
const latent = (walk: Inputs, edit?: Inputs) => outcome<Tensor>(nodes(walk, edit), ['steps', 'latent'])
const control = link('edit', 'control')
const row = ({ shape, data }: Tensor, at: number): Tensor => ({
  shape: [1, ...shape.slice(1)],
  data: data.slice((at * data.length) / shape[0]!, ((at + 1) * data.length) / shape[0]!),
})

describe('UNet steps that merge places', () => {
  it('paint the same where they merge none, else otherwise', async () => {
    const plain = await latent({})
    expect(await latent({ mergeTokens: 0 })).toEqual(plain)
    const half = await latent({ mergeTokens: 0.5 })
    expect(relativeError(half, plain)).toBeGreaterThan(5e-3)
    expect(relativeError(await latent({ mergeTokens: 0.75 }), half)).toBeGreaterThan(5e-3)
  })

  it('paint a source the same beside an edit, and the edit otherwise', async () => {
    const alone = await latent({ mergeTokens: 0.5 })
    const both = await latent({ mergeTokens: 0.5, control })
    const [source, edited] = [row(both, 0), row(both, 1)]
    expect(relativeError(source, alone)).toBeLessThan(1e-4)
    expect(relativeError(edited, source)).toBeGreaterThan(0.01)
  })

  it('edit the source that they paint, whatever was painted before', async () => {
    const first = await latent({ mergeTokens: 0.5, control }, { self: 1 })
    await latent({ control }, { self: 1 })
    await latent({ mergeTokens: 0.5, control }, { self: 0 })
    expect(await latent({ mergeTokens: 0.5, control }, { self: 1 })).toEqual(first)
  })

  it('paint the same when cross-attention is looked at', async () => {
    const probed = {
      ...nodes({ mergeTokens: 0.5 }),
      maps: node('AttentionMaps', { attention: link('steps', 'attention') }),
    }
    expect(await outcome<Tensor>(probed, ['steps', 'latent'])).toEqual(await latent({ mergeTokens: 0.5 }))
  })
})
