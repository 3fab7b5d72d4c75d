import type { InputValue, Workflow } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { runDocument } from '../support/run'

const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const at: [number, number] = [0, 0]
type Changes = Record<string, Record<string, InputValue> & { type?: string }>

/** A graph with an edit on one tiny model, and a prompt and a control of another beside it. */
function graph(type: string, changes: Changes): Workflow {
  const control = (model: string, source: string): Workflow['nodes'][string] => ({
    type,
    at,
    inputs: { model: from(model, 'model'), source: from(source, 'conditioning'), edited: 'a dog on a road' },
  })
  const prompt = (model: string, text: string): Workflow['nodes'][string] => ({
    type: 'TextEncode',
    at,
    inputs: { model: from(model, 'model'), text },
  })
  const nodes: Workflow['nodes'] = {
    checkpoint: { type: 'CheckpointLoader', at, inputs: { checkpoint: 'tiny-sd1' } },
    other: { type: 'CheckpointLoader', at, inputs: { checkpoint: 'tiny-sd2' } },
    source: prompt('checkpoint', 'a cat on a road'),
    second: prompt('checkpoint', 'a bird'),
    otherSource: prompt('other', 'a cat on a road'),
    negative: prompt('checkpoint', ''),
    size: { type: 'EmptyLatent', at, inputs: { width: 64, height: 64 } },
    scheduler: { type: 'Scheduler', at, inputs: { model: from('checkpoint', 'model'), steps: 2 } },
    edit: control('checkpoint', 'source'),
    otherEdit: control('other', 'otherSource'),
    secondEdit: control('checkpoint', 'second'),
    steps: {
      type: 'UNetStep',
      at,
      inputs: {
        ...{ model: from('checkpoint', 'model'), schedule: from('scheduler', 'schedule') },
        ...{ positive: from('source', 'conditioning'), negative: from('negative', 'conditioning') },
        ...{ latent: from('size', 'latent'), control: from('edit', 'control') },
      },
    },
    probe: { type: 'Probe', at, inputs: { value: from('steps', 'latent') } },
  }
  for (const [id, inputs] of Object.entries(changes)) Object.assign(nodes[id]!.inputs, inputs)
  return { format: 'latent-loom/workflow', version: 1, name: 't', nodes }
}

/** What the graph says, or nothing when it paints. */
async function said(type: string, changes: Changes): Promise<string | undefined> {
  try {
    return (await runDocument(graph(type, changes))).end.error
  } catch (error) {
    return (error as Error).message // refused before it runs
  }
}

const types = ['AttentionControl', 'MasaControl', 'PlugAndPlay']
const long = 'a bird '.repeat(100)

describe.each(types)('%s', (type) => {
  it.each<[string, Changes, string | undefined]>([
    ['an empty edited sentence', { edit: { edited: ' ' } }, 'edit: write the sentence to edit towards'],
    ['an edited sentence of 500 tokens', { edit: { edited: long } }, undefined],
    ['a source of 500 tokens', { source: { text: long } }, undefined],
    ['an empty source', { source: { text: '' } }, undefined],
    [
      'a sentence of more tokens than are taken',
      { edit: { edited: 'a bird '.repeat(700) } },
      'edit: the text has 3500 tokens; up to 1200 are taken',
    ],
    [
      'a source of another model',
      { edit: { source: from('otherSource', 'conditioning') } },
      'edit: this prompt was encoded by another model',
    ],
    [
      'a control of another model',
      { steps: { control: from('otherEdit', 'control') } },
      'steps: this was made with another model',
    ],
    [
      'an earlier control of another model',
      { edit: { after: from('otherEdit', 'control') } },
      'edit: this control edits another source',
    ],
    [
      'an earlier control of another source',
      { edit: { after: from('secondEdit', 'control') } },
      'edit: this control edits another source',
    ],
    [
      'steps that paint another sentence',
      { steps: { control: from('secondEdit', 'control') } },
      'steps: it edits "a bird", but positive is "a cat on a road"',
    ],
    [
      'steps with a prompt of another model',
      { steps: { positive: from('otherSource', 'conditioning') } },
      'steps: this was made with another model',
    ],
  ])('answers %s in a sentence, or paints it', async (_, changes, message) => {
    expect(await said(type, changes)).toBe(message)
  })
})

const range = (node: string, input: string, got: string) =>
  `nodes.${node}.inputs.${input}: expected a number from 0 to 1, got ${got}`

describe('values that cannot be', () => {
  it.each<[string, string, Record<string, InputValue>, string]>([
    ['AttentionControl', 'edit', { cross: 1.2 }, range('edit', 'cross', '1.2')],
    ['AttentionControl', 'edit', { self: -0.1 }, range('edit', 'self', '-0.1')],
    ['AttentionControl', 'edit', { cross: Number.NaN }, range('edit', 'cross', 'null')],
    ['AttentionControl', 'edit', { start: Number.POSITIVE_INFINITY }, range('edit', 'start', 'null')],
    ['AttentionControl', 'edit', { threshold: 2 }, range('edit', 'threshold', '2')],
    ['MasaControl', 'edit', { start: 1.5 }, range('edit', 'start', '1.5')],
    ['MasaControl', 'edit', { layer: -1 }, range('edit', 'layer', '-1')],
    ['PlugAndPlay', 'edit', { attention: 3 }, range('edit', 'attention', '3')],
    ['PlugAndPlay', 'edit', { features: -0.5 }, range('edit', 'features', '-0.5')],
    ['AttentionControl', 'edit', { weights: 'dog: ∞' }, 'edit: the weight of "dog" is "∞"; expected a number'],
    ['AttentionControl', 'edit', { weights: 'dog: 1e999' }, 'edit: the weight of "dog" is "1e999"; expected a number'],
    [
      'AttentionControl',
      'edit',
      { windows: 'dog: 0.8-0.2' },
      'edit: the window of "dog" is "0.8-0.2"; expected an end or from-to within 0 and 1',
    ],
    [
      'AttentionControl',
      'edit',
      { windows: 'bird: 0.5' },
      'edit: there is no "bird" in "a dog on a road"; its words are a, dog, on, road',
    ],
    [
      'AttentionControl',
      'edit',
      { keep: 'bird' },
      'edit: there is no "bird" in "a dog on a road"; its words are a, dog, on, road',
    ],
    ['AttentionControl', 'source', { weights: 'cat: NaN' }, 'source: the weight of "cat" is "NaN"; expected a number'],
    [
      'AttentionControl',
      'source',
      { weights: 'bird: 2' },
      'source: there is no "bird" in "a cat on a road"; its words are a, cat, on, road',
    ],
  ])('are told by %s at %s: %j', async (type, node, inputs, message) => {
    expect(await said(type, { [node]: inputs })).toBe(message)
  })

  it.each(['replace', 'refine', 'reweight', 'auto'])('an empty source is told or painted by kind %s', async (kind) => {
    const message = {
      replace:
        'edit: replace needs as many words in both sentences, got 0 in "" and 5 in "a dog on a road"; refine takes any two',
      reweight: 'edit: to weigh words only, leave the sentence as the source has it; another kind takes other words',
    }[kind]
    expect(await said('AttentionControl', { source: { text: '' }, edit: { kind } })).toBe(message)
  })
})
