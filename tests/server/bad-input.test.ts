import { describe, expect, it } from 'vitest'
import { from, single, workflowOf } from './support/documents'
import { sharedServer } from './support/server'

const shared = sharedServer()

const show = (inputs: object) => workflowOf({ show: { type: 'Show', inputs: inputs as never } })

/** What is wrong → the place that is named and a word of the sentence. */
const table: [string, object, string, RegExp][] = [
  ['an unknown node type', single('Shwo'), 'nodes.node.type', /unknown node type "Shwo"/],
  ['a missing wire', show({}), 'nodes.show.inputs.number', /nothing is connected/],
  ['a wire from nowhere', show({ number: from('gone', 'number') }), 'nodes.show.inputs.number', /not in the workflow/],
  [
    'a wire of another type',
    workflowOf({ words: { type: 'Words' }, show: { type: 'Show', inputs: { number: from('words', 'text') } } }),
    'nodes.show.inputs.number',
    /expected number, got text/,
  ],
  [
    'a circle',
    workflowOf({
      a: { type: 'Add', inputs: { a: from('b', 'number') } },
      b: { type: 'Add', inputs: { a: from('a', 'number') } },
      show: { type: 'Show', inputs: { number: from('b', 'number') } },
    }),
    'nodes.',
    /circle/,
  ],
  ['a value out of range', single('Busy', { ms: -1 }), 'nodes.node.inputs.ms', /from 0 to 60000, got -1/],
  ['a value of another kind', single('Busy', { ms: 'long' }), 'nodes.node.inputs.ms', /got "long"/],
  ['an unknown input', single('Busy', { sm: 1 }), 'nodes.node.inputs.sm', /no input "sm"/],
  ['nothing that shows', single('Words'), 'nodes', /nothing to run/],
  ['another format', { format: 'comfy' }, 'format', /expected "latent-loom\/workflow"/],
  ['a later version', { ...single('Wait'), version: 99 }, 'version', /newer than this program/],
]

describe('a workflow that cannot run is refused with 422 and the place:', () => {
  it.each(table)('%s', async (_, workflow, path, message) => {
    const { client } = shared()
    const refused = client.runs.start({ workflow })
    await expect(refused).rejects.toMatchObject({
      status: 422,
      problems: [{ path: expect.stringContaining(path), message: expect.stringMatching(message) }],
    })
    expect(await client.runs.list()).toEqual([])
  })

  it('settings that fit nowhere', async () => {
    const { client } = shared()
    const refused = client.runs.start({ workflow: single('Busy'), set: { 'nodd.ms': 1 } })
    await expect(refused).rejects.toMatchObject({ status: 422, problems: [{ path: 'set.nodd.ms' }] })
  })

  it('ids that cannot be ids are not found', async () => {
    const { client } = shared()
    for (const id of ['..', 'x'.repeat(5_000), "' or 1=1 --", '%00']) {
      await expect(client.runs.get(id)).rejects.toMatchObject({
        status: expect.toSatisfy((s) => s === 404 || s === 400),
      })
      await expect(client.workflows.get(id)).rejects.toMatchObject({
        status: expect.toSatisfy((s) => s === 404 || s === 400),
      })
    }
  })
})
