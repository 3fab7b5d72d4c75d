import { describe, expect, it } from 'vitest'
import { readWorkflow, readWorkflowText } from './migrations'

const document = (fields: object = {}) => ({
  format: 'latent-loom/workflow',
  version: 1,
  name: 'A',
  nodes: {},
  ...fields,
})
const faults = (input: unknown) => {
  const read = readWorkflow(input)
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`)
}

describe('reading a workflow', () => {
  it('brings an old document to the newest version', () => {
    const read = readWorkflow({
      format: 'latent-loom/workflow',
      version: 0,
      name: 'Old',
      nodes: [{ id: 'a', type: 'T', at: [1, 2] }],
    })
    expect(read).toEqual({
      ok: true,
      workflow: document({ name: 'Old', nodes: { a: { type: 'T', at: [1, 2], inputs: {} } } }),
    })
  })

  it.each([
    ['a list', [], ': a workflow is a JSON object'],
    ['another format', { nodes: {} }, 'format: expected "latent-loom/workflow", got nothing'],
    [
      'a later version',
      document({ version: 7 }),
      'version: 7 is newer than this program, which reads up to 1; update it',
    ],
    ['a version that is no number', document({ version: '1' }), 'version: expected a whole number, got "1"'],
  ])('refuses %s', (_, input, message) => expect(faults(input)).toEqual([message]))

  it('names the node and input at fault', () => {
    const read = readWorkflow(document({ nodes: { a: { type: 'T', inputs: { text: { from: ['b'] } } } } }))
    expect(read).toMatchObject({ ok: false, problems: [{ node: 'a', input: 'text' }] })
  })

  it('takes no node id that is a path or a name of Object.prototype', () => {
    for (const id of ['../a', 'a/b', '', 'constructor', 'a.b'])
      expect(faults(document({ nodes: { [id]: { type: 'T' } } }))).toHaveLength(1)
    const polluting = readWorkflowText(
      '{"format":"latent-loom/workflow","version":1,"nodes":{"__proto__":{"type":"T","polluted":1}}}',
    )
    expect(polluting.ok && Object.keys(polluting.workflow.nodes)).not.toContain('polluted')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('says where text is not JSON', () => {
    const read = readWorkflowText('{"format": ')
    expect(!read.ok && read.problems[0]?.message).toMatch(/^this is not JSON: /)
  })
})
