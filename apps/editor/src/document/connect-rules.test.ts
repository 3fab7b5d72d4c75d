import { describe, expect, it } from 'vitest'
import { addNode, all, connect } from './commands'
import { firstFit, judge, type Socket, wireBetween } from './connect-rules'
import { chain, encode, sampler, specs } from './samples'

const document = all(
  addNode('steps', { type: 'Sampler', inputs: {}, at: [0, 0] }),
  connect({ node: 'prompt', output: 'conditioning' }, { node: 'steps', input: 'positive' }),
)(chain)
const output = (node: string, name: string): Socket => ({ node, side: 'output', name })
const input = (node: string, name: string): Socket => ({ node, side: 'input', name })
const verdict = (from: Socket, to: Socket) => judge(document, specs, from)(to)

describe('a wire', () => {
  it('fits where the types are equal, from either end', () => {
    expect(verdict(output('checkpoint', 'model'), input('steps', 'model'))).toEqual({ ok: true })
    expect(verdict(input('steps', 'model'), output('checkpoint', 'model'))).toEqual({ ok: true })
  })

  it('is refused with both types named', () => {
    expect(verdict(output('checkpoint', 'vae'), input('steps', 'positive'))).toEqual({
      ok: false,
      reason: 'takes conditioning, not vae',
    })
  })

  it('is refused between two outputs, on its own node, and where it closes a loop', () => {
    expect(verdict(output('checkpoint', 'model'), output('prompt', 'conditioning')).ok).toBe(false)
    expect(verdict(output('steps', 'latent'), input('steps', 'latent'))).toMatchObject({
      reason: 'a node cannot feed itself',
    })
    const looped = connect(
      { node: 'steps', output: 'latent' },
      { node: 'second', input: 'latent' },
    )(addNode('second', { type: 'Sampler', inputs: {}, at: [0, 0] })(document))
    expect(judge(looped, specs, output('second', 'latent'))(input('steps', 'latent'))).toMatchObject({
      reason: 'this would close a loop',
    })
  })

  it('may stand for a parameter', () => {
    expect(judge(document, specs, input('steps', 'seed'))(output('checkpoint', 'model'))).toMatchObject({ ok: false })
    expect(firstFit(encode, 'output', 'string')).toBe('text')
  })

  it('takes anything at a node whose type is unknown', () => {
    const strange = connect(
      { node: 'odd', output: 'thing' },
      { node: 'steps', input: 'latent' },
    )(addNode('odd', { type: 'Gone', inputs: {}, at: [0, 0] })(document))
    expect(judge(strange, specs, output('odd', 'thing'))(input('steps', 'model'))).toEqual({ ok: true })
  })
})

it('names the two ends of a wire in its direction, whichever was picked first', () => {
  const wire = { from: { node: 'a', output: 'x' }, to: { node: 'b', input: 'y' } }
  expect(wireBetween(output('a', 'x'), input('b', 'y'))).toEqual(wire)
  expect(wireBetween(input('b', 'y'), output('a', 'x'))).toEqual(wire)
})

it('prefers the first socket of the very type when a node is added by a dropped wire', () => {
  expect(firstFit(sampler, 'output', 'latent')).toBe('latent')
  expect(firstFit(sampler, 'input', 'vae')).toBeUndefined()
})
