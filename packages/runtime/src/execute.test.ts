import type { RunChange } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { createCache, defineNode, labelled, optional, param, port } from './index'
import { link, runToEnd, workflowOf } from './testing'

const number = port<number>('number')

const constant = defineNode({
  type: 'Constant',
  version: 1,
  title: 'Constant',
  params: { value: param.number({ default: 1, min: -1e9, max: 1e9 }) },
  outputs: { value: number },
  run: ({ value }) => ({ value }),
})
const sum = defineNode({
  type: 'Sum',
  version: 1,
  title: 'Sum',
  inputs: { a: number, b: labelled(optional(number), 'Second') },
  outputs: { value: number },
  run: ({ a, b }) => ({ value: a + (b ?? 0) }),
})
const broken = defineNode({
  type: 'Broken',
  version: 1,
  title: 'Broken',
  inputs: { a: number },
  outputs: { value: number },
  run: () => {
    throw new Error('it broke')
  },
})
const show = defineNode({
  type: 'Show',
  version: 1,
  title: 'Show',
  inputs: { a: number },
  outputs: { value: number },
  terminal: true,
  run: ({ a }) => ({ value: a }),
})
const small = defineNode({
  type: 'Small',
  version: 1,
  title: 'Small',
  params: { value: param.integer({ default: 1, min: 0, max: 9 }) },
  outputs: { value: number },
  fingerprint: ({ value }) => value.toFixed(), // has the wire's value, too
  run: ({ value }) => ({ value }),
})
const definitions = [constant, sum, broken, show, small]

const doneNodes = (told: RunChange[]) => told.flatMap((change) => (change.type === 'node-done' ? [change.node] : []))
const shownBy = (told: RunChange[], node: string) =>
  told.flatMap((change) =>
    change.type === 'node-done' && change.node === node ? [change.result?.values?.value] : [],
  )[0]

describe('a run', () => {
  it('runs only what the terminal nodes need, each after what it needs', async () => {
    const { status, told } = await runToEnd(
      definitions,
      workflowOf({
        show: { type: 'Show', inputs: { a: link('sum', 'value') } },
        sum: { type: 'Sum', inputs: { a: link('two', 'value'), b: link('three', 'value') } },
        two: { type: 'Constant', inputs: { value: 2 } },
        three: { type: 'Constant', inputs: { value: 3 } },
        unused: { type: 'Constant' },
      }),
    )
    expect(status).toBe('done')
    expect(doneNodes(told)).toEqual(['two', 'three', 'sum', 'show'])
    expect(shownBy(told, 'show')).toBe(5)
  })

  it('takes a param from a wire, and refuses there what it would refuse in the document', async () => {
    const wired = (value: number) =>
      runToEnd(
        definitions,
        workflowOf({
          given: { type: 'Constant', inputs: { value } },
          small: { type: 'Small', inputs: { value: link('given', 'value') } },
          show: { type: 'Show', inputs: { a: link('small', 'value') } },
        }),
      )
    expect(shownBy((await wired(4)).told, 'show')).toBe(4)
    const { error, told } = await wired(40)
    expect(error).toBe('small: expected a whole number from 0 to 9, got 40 from given.value')
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'node-failed', error: expect.objectContaining({ input: 'value' }) }),
    )
  })

  it('goes on with branches that do not depend on a failed node', async () => {
    const { status, error, told } = await runToEnd(
      definitions,
      workflowOf({
        one: { type: 'Constant' },
        bad: { type: 'Broken', inputs: { a: link('one', 'value') } },
        after: { type: 'Sum', inputs: { a: link('bad', 'value') } },
        end: { type: 'Show', inputs: { a: link('after', 'value') } },
        other: { type: 'Show', inputs: { a: link('one', 'value') } },
      }),
    )
    expect({ status, error }).toEqual({ status: 'failed', error: 'bad: it broke' })
    expect(doneNodes(told)).toEqual(['one', 'other'])
    expect(told).toContainEqual({ type: 'node-failed', node: 'bad', error: { message: 'it broke' } })
    expect(told).toContainEqual({ type: 'node-skipped', node: 'after', because: 'bad' })
    expect(told).toContainEqual({ type: 'node-skipped', node: 'end', because: 'bad' })
  })

  it('takes unchanged nodes from the cache and runs what a change reaches', async () => {
    const cache = createCache({ maxBytes: 1e6 })
    const document = (value: number) =>
      workflowOf({
        one: { type: 'Constant' },
        two: { type: 'Constant', inputs: { value } },
        sum: { type: 'Sum', inputs: { a: link('one', 'value'), b: link('two', 'value') } },
        show: { type: 'Show', inputs: { a: link('sum', 'value') } },
      })
    await runToEnd(definitions, document(2), { cache })
    const { told } = await runToEnd(definitions, document(4), { cache })
    const cached = Object.fromEntries(told.flatMap((c) => (c.type === 'node-done' ? [[c.node, c.cached]] : [])))
    expect(cached).toEqual({ one: true, two: false, sum: false, show: false })
    expect(shownBy(told, 'show')).toBe(5)
  })

  it('knows by content: other ids and positions change nothing', async () => {
    const cache = createCache({ maxBytes: 1e6 })
    await runToEnd(
      definitions,
      workflowOf({ a: { type: 'Constant' }, b: { type: 'Show', inputs: { a: link('a', 'value') } } }),
      { cache },
    )
    const moved = workflowOf({
      x: { type: 'Constant', at: [9, 9], inputs: { value: 1 } },
      y: { type: 'Show', inputs: { a: link('x', 'value') } },
    })
    const { told } = await runToEnd(definitions, moved, { cache })
    expect(told.filter((change) => change.type === 'node-started')).toEqual([])
  })

  it('stops before the next node once cancelled', async () => {
    const abort = new AbortController()
    const { status, told } = await runToEnd(
      definitions,
      workflowOf({ one: { type: 'Constant' }, show: { type: 'Show', inputs: { a: link('one', 'value') } } }),
      { signal: abort.signal, onChange: (change) => change.type === 'node-done' && abort.abort() },
    )
    expect(status).toBe('cancelled')
    expect(doneNodes(told)).toEqual(['one'])
  })

  it('leaves out muted nodes with what depends on them, and reads through bypassed ones', async () => {
    const { told } = await runToEnd(
      definitions,
      workflowOf({
        one: { type: 'Constant', inputs: { value: 7 } },
        pass: { type: 'Sum', mode: 'bypassed', inputs: { a: link('one', 'value') } },
        show: { type: 'Show', inputs: { a: link('pass', 'value') } },
        quiet: { type: 'Sum', mode: 'muted', inputs: { a: link('one', 'value') } },
        never: { type: 'Show', inputs: { a: link('quiet', 'value') } },
      }),
    )
    expect(shownBy(told, 'show')).toBe(7)
    expect(told).toContainEqual({ type: 'node-skipped', node: 'never', because: 'quiet' })
  })

  it('tells a chain of 1,000 nodes in under 1 MB', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `n${i}`,
        i === 0
          ? { type: 'Constant' }
          : { type: i === 999 ? 'Show' : 'Sum', inputs: { a: link(`n${i - 1}`, 'value') } },
      ]),
    )
    const { status, told } = await runToEnd(definitions, workflowOf(chain))
    expect(status).toBe('done')
    expect(JSON.stringify(told).length).toBeLessThan(1e6)
  })
})
