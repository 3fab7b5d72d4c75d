import type { Workflow } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { chain, specs } from './samples'
import { endsOf, findEnds, fittingEnds } from './wire-ends'

const document: Workflow = {
  ...chain,
  nodes: {
    ...chain.nodes,
    steps: { type: 'Sampler', inputs: { positive: { from: ['prompt', 'conditioning'] } }, at: [600, 0] },
    more: { type: 'Sampler', title: 'More steps', inputs: {}, at: [600, 300] },
  },
}
const places = (ends: ReturnType<typeof endsOf>) => ends.map(({ socket: { node, name } }) => `${node}.${name}`)

describe('the ends of wires', () => {
  it('are a node’s outputs, then its inputs, wired ones last', () => {
    expect(places(endsOf(document, specs, 'steps'))).toEqual(
      ['latent', 'model', 'latent', 'seed', 'positive'].map((name) => `steps.${name}`),
    )
  })

  it('fit by type, never on the other side of a circle, free ones first', () => {
    const from = (node: string, side: 'input' | 'output', name: string) =>
      places(fittingEnds(document, specs, { node, side, name }))
    expect(from('prompt', 'output', 'conditioning')).toEqual(['more.positive', 'steps.positive'])
    expect(from('steps', 'output', 'latent')).toEqual(['more.latent'])
    expect(from('more', 'input', 'model')).toEqual(['checkpoint.model'])
  })

  it('are found by words of their label and node', () => {
    const all = fittingEnds(document, specs, { node: 'prompt', side: 'output', name: 'conditioning' })
    expect(places(findEnds(all, 'pos more'))).toEqual(['more.positive'])
    expect(findEnds(all, 'vae')).toEqual([])
  })
})
