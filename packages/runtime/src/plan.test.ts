import type { Workflow } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { applySettings, checkWorkflow, defineNode, nodeLibrary, param, parseSetting, planRun, port } from './index'
import { link, workflowOf } from './testing'

const image = port<string>('image')
const text = port<string>('text')
const library = nodeLibrary([
  defineNode({
    type: 'Paint',
    version: 1,
    title: 'Paint',
    params: {
      text: param.text(),
      steps: param.integer({ default: 20, min: 1, max: 100 }),
      style: param.choice({ default: 'oil', options: ['oil', 'ink'] }),
      model: param.model(),
      seed: param.seed(),
    },
    outputs: { image },
    run: () => ({ image: '' }),
  }),
  defineNode({ type: 'Word', version: 1, title: 'Word', outputs: { text }, run: () => ({ text: '' }) }),
  defineNode({ type: 'Save', version: 1, title: 'Save', inputs: { image }, terminal: true, run: () => ({}) }),
  defineNode({
    type: 'Blur',
    version: 1,
    title: 'Blur',
    inputs: { image },
    outputs: { image },
    run: () => ({ image: '' }),
  }),
])
const models = [{ name: 'storybook', role: 'checkpoint' }]
const paintAndSave = (
  paint: Record<string, unknown> = {},
  save: Record<string, unknown> = { image: link('paint', 'image') },
) => workflowOf({ paint: { type: 'Paint', inputs: paint as never }, save: { type: 'Save', inputs: save as never } })
const faults = (workflow: Workflow) => {
  const result = planRun(workflow, library, { models })
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`)
}

describe('checking a document', () => {
  it('accepts values, links in their place, and defaults', () => {
    expect(faults(paintAndSave({ steps: 4, style: 'ink', model: 'storybook' }))).toEqual([])
    const worded = paintAndSave({ text: link('word', 'text') })
    worded.nodes.word = { type: 'Word', inputs: {}, at: [0, 0] }
    expect(faults(worded)).toEqual([])
  })

  it.each([
    [
      'an unknown type',
      workflowOf({ a: { type: 'Pain' }, s: { type: 'Save', inputs: { image: link('a', 'image') } } }),
      'nodes.a.type: unknown node type "Pain" (did you mean "Paint"?)',
    ],
    [
      'an unknown input',
      paintAndSave({ step: 3 }),
      'nodes.paint.inputs.step: Paint has no input "step" (did you mean "steps"?)',
    ],
    [
      'a name of Object.prototype',
      paintAndSave({ toString: 3 }),
      'nodes.paint.inputs.toString: Paint has no input "toString"; it has text, steps, style, model, seed',
    ],
    ['a missing wire', paintAndSave({}, {}), 'nodes.save.inputs.image: nothing is connected; expected image'],
    [
      'a wire to nowhere',
      paintAndSave({}, { image: link('paintt', 'image') }),
      'nodes.save.inputs.image: is wired to "paintt", which is not in the workflow (did you mean "paint"?)',
    ],
    [
      'a wire from no output',
      paintAndSave({}, { image: link('paint', 'latent') }),
      'nodes.save.inputs.image: is wired to paint.latent, but Paint gives image',
    ],
    [
      'a value where a wire belongs',
      paintAndSave({}, { image: 5 }),
      'nodes.save.inputs.image: expected a wire that carries image, got 5',
    ],
    [
      'a wire of the wrong type',
      paintAndSave({ text: link('paint2', 'image') }),
      'nodes.paint.inputs.text: is wired to "paint2", which is not in the workflow (did you mean "paint"?)',
    ],
    [
      'a number out of range',
      paintAndSave({ steps: 101 }),
      'nodes.paint.inputs.steps: expected a whole number from 1 to 100, got 101',
    ],
    [
      'a fraction where whole numbers are',
      paintAndSave({ steps: 1.5 }),
      'nodes.paint.inputs.steps: expected a whole number from 1 to 100, got 1.5',
    ],
    [
      'a text where a number is',
      paintAndSave({ steps: '20' }),
      'nodes.paint.inputs.steps: expected a whole number from 1 to 100, got "20"',
    ],
    [
      'a choice that is none',
      paintAndSave({ style: 'wax' }),
      'nodes.paint.inputs.style: expected one of oil, ink, got "wax"',
    ],
    [
      'a model that is not there',
      paintAndSave({ model: '../etc' }),
      'nodes.paint.inputs.model: no model named "../etc"; there are: storybook',
    ],
    [
      'a negative seed',
      paintAndSave({ seed: -1 }),
      'nodes.paint.inputs.seed: expected a whole number from 0 to 2^53 − 1, got -1',
    ],
    [
      'no output',
      workflowOf({ paint: { type: 'Paint' } }),
      'nodes: nothing to run: add a node that shows or saves (Save)',
    ],
    [
      'a muted output',
      workflowOf({ save: { type: 'Save', mode: 'muted' } }),
      'nodes: nothing to run: every output is muted',
    ],
  ])('says what is wrong with %s', (_, workflow, message) => expect(faults(workflow)).toEqual([message]))

  it('names the nodes of a circle in the direction of the wires', () => {
    const circle = workflowOf({
      a: { type: 'Blur', inputs: { image: link('b', 'image') } },
      b: { type: 'Blur', inputs: { image: link('a', 'image') } },
      save: { type: 'Save', inputs: { image: link('a', 'image') } },
    })
    expect(faults(circle)).toEqual(['nodes.a: the wires go in a circle: a → b → a'])
  })

  it('lets nodes that no output needs be unfinished in a run, and names them in a full check', () => {
    const workflow = paintAndSave()
    workflow.nodes.loose = { type: 'Blur', inputs: {}, at: [0, 0] }
    expect(faults(workflow)).toEqual([])
    expect(checkWorkflow(workflow, library, { models })).toMatchObject([{ node: 'loose', input: 'image' }])
  })
})

describe('settings', () => {
  it('change inputs by node.input and leave the document as it was', () => {
    const workflow = paintAndSave()
    const set = applySettings(workflow, { 'paint.text': 'a dog' })
    expect(set.ok && set.workflow.nodes.paint?.inputs.text).toBe('a dog')
    expect(workflow.nodes.paint?.inputs.text).toBeUndefined()
  })

  it.each([
    ['paint.steps=7', { ok: true, key: 'paint.steps', value: 7 }],
    ['paint.text=a = b', { ok: true, key: 'paint.text', value: 'a = b' }],
    ['paint.steps=many', { ok: false, problem: { message: 'expected a whole number from 1 to 100, got "many"' } }],
    ['pain.steps=1', { ok: false, problem: { message: 'there is no node "pain" (did you mean "paint"?)' } }],
    ['save.image=1', { ok: false, problem: { message: 'save has no value "image" to set (it is a wire)' } }],
    ['steps', { ok: false, problem: { message: 'expected node.input=value, got "steps"' } }],
  ])('are read from %s', (argument, expected) =>
    expect(parseSetting(argument, paintAndSave(), library, models)).toMatchObject(expected),
  )
})
