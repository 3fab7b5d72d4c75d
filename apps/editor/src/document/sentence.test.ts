import type { NodeSpec, Workflow } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { encode } from './samples'
import { sentenceAt, weighedTexts } from './sentence'

const text = (name: string, multiline: boolean) => ({
  kind: 'text' as const,
  ...{ name, label: name, socket: 'text', default: '', multiline },
})
const passing: NodeSpec = {
  ...encode,
  type: 'Text',
  params: [text('text', true)],
  outputs: [{ name: 'text', label: 'Text', type: 'text' }],
}
const prompt: NodeSpec = { ...encode, type: 'Prompt', params: [text('text', true), text('weights', false)] }
const specs = new Map([passing, prompt].map((spec) => [spec.type, spec]))
const link = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const node = (type: string, inputs: Workflow['nodes'][string]['inputs'] = {}) => ({
  type,
  inputs,
  at: [0, 0] as [number, number],
})
const at = (nodes: Workflow['nodes']) =>
  sentenceAt({ format: 'latent-loom/workflow', version: 1, name: '', nodes }, specs, 'prompt', 'text')

describe('the sentence of a node', () => {
  it('is what it holds, or what comes by wires from texts', () => {
    expect(at({ prompt: node('Prompt', { text: 'a rat' }) })).toBe('a rat')
    expect(at({ prompt: node('Prompt') })).toBe('')
    const wired = { prompt: node('Prompt', { text: link('b', 'text') }), b: node('Text', { text: link('a', 'text') }) }
    expect(at({ ...wired, a: node('Text', { text: 'a dog' }) })).toBe('a dog')
  })

  it('is unknown where a wire comes from elsewhere, from nowhere or in a circle', () => {
    const wired = { prompt: node('Prompt', { text: link('a', 'text') }) }
    expect(at(wired)).toBeUndefined()
    expect(at({ ...wired, a: node('Strange', { text: 'x' }) })).toBeUndefined()
    expect(at({ ...wired, a: node('Text', { text: link('a', 'text') }) })).toBeUndefined()
    expect(at({ ...wired, a: { ...node('Text', { text: 'x' }), mode: 'muted' } })).toBeUndefined()
  })

  it('has words with weights where the declaration has both', () => {
    expect(weighedTexts(prompt)).toEqual(['text'])
    expect(weighedTexts(passing)).toEqual([])
  })
})
