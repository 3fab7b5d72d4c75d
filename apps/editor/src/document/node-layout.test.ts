import { describe, expect, it } from 'vitest'
import { layoutNode } from './node-layout'
import { chain, encode, sampler } from './samples'
import { specOf } from './specs'

const drawn = (spec: typeof encode) => ({ ...spec, known: true })
const node = (type: string, more = {}) => ({ type, inputs: {}, at: [0, 0] as [number, number], ...more })

describe('the layout of a node', () => {
  it('puts inputs on the left edge and outputs on the right, row by row', () => {
    const { inputs, outputs, width } = layoutNode(drawn(sampler), node('Sampler'))
    expect(inputs.model!.x).toBe(0)
    expect(outputs.latent).toEqual({ x: width, y: inputs.model!.y, type: 'latent' })
    expect(inputs.positive!.y).toBeGreaterThan(inputs.model!.y)
    expect(inputs.seed!.y).toBeGreaterThan(inputs.latent!.y)
  })

  it('grows with a field that grows, and moves what is below it', () => {
    const small = layoutNode(drawn(encode), node('Encode'), { text: 60 })
    const large = layoutNode(drawn(encode), node('Encode'), { text: 160 })
    expect(large.height - small.height).toBe(100)
  })

  it('folds a wired parameter to one row', () => {
    const open = layoutNode(drawn(encode), node('Encode'))
    const wired = layoutNode(drawn(encode), node('Encode', { inputs: { text: { from: ['a', 'b'] } } }))
    expect(wired.height).toBeLessThan(open.height)
  })

  it('has room for chips below a field, wired or not, and its socket stays beside the label', () => {
    for (const inputs of [{}, { text: { from: ['a', 'b'] as [string, string] } }]) {
      const without = layoutNode(drawn(encode), node('Encode', { inputs }))
      const chips = layoutNode(drawn(encode), node('Encode', { inputs }), { 'text chips': 44 })
      expect(chips.height - without.height).toBe(44)
      expect(chips.inputs.text).toEqual(without.inputs.text)
    }
  })

  it('folds advanced parameters away until one is set, or all are asked for', () => {
    const seed = { ...sampler.params[0]!, advanced: true }
    const spec = { ...sampler, params: [seed], known: true }
    const kinds = (more = {}) =>
      layoutNode(spec, node('Sampler', more))
        .rows.map(({ kind }) => kind)
        .slice(3)
    expect(kinds()).toEqual(['fold', 'picture'])
    expect(kinds({ inputs: { seed: 0 } })).toEqual(['param', 'picture'])
    expect(kinds({ unfolded: true })).toEqual(['param', 'fold', 'picture'])
    expect(layoutNode(spec, node('Sampler')).inputs.seed).toBeDefined()
  })

  it('leaves only the header when collapsed, with every socket at its middle', () => {
    const { inputs, outputs, height, rows } = layoutNode(drawn(sampler), node('Sampler', { collapsed: true }))
    expect(rows).toEqual([])
    expect(new Set(Object.values({ ...inputs, ...outputs }).map(({ y }) => y))).toEqual(new Set([height / 2]))
  })
})

it('keeps the wired sockets of a node whose type the server lacks', () => {
  const strange = specOf(chain, 'prompt', new Map())
  expect(strange).toMatchObject({ title: 'Encode', known: false, inputs: [{ name: 'model', type: '*' }] })
  expect(specOf(chain, 'checkpoint', new Map())?.outputs.map(({ name }) => name)).toEqual(['model'])
})
