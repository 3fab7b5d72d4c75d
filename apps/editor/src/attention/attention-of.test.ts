import type { AttentionResult, Workflow } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { attentionBehind, rowsOf } from './attention-of'

const told = { prompts: [], peaks: [] } as unknown as AttentionResult
const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const node = (type: string, inputs: Workflow['nodes'][string]['inputs']) => ({
  type,
  inputs,
  at: [0, 0] as [number, number],
})

const document: Workflow = {
  format: 'latent-loom/workflow',
  version: 1,
  name: 'Maps',
  nodes: {
    steps: node('UNetStep', {}),
    decode: node('VAEDecode', { latent: from('steps', 'latent') }),
    save: node('SaveImage', { image: from('decode', 'image') }),
    maps: node('AttentionMaps', { attention: from('steps', 'attention'), image: from('decode', 'image') }),
    sheet: node('SaveImage', { image: from('maps', 'image') }),
  },
}
const behind = (id: string) => attentionBehind(document, id, (made) => (made === 'steps' ? told : undefined))

const edited: Workflow = {
  ...document,
  nodes: {
    first: node('AttentionControl', {}),
    second: node('AttentionControl', { after: from('first', 'control') }),
    third: node('AttentionControl', { after: from('second', 'control') }),
    steps: node('UNetStep', { control: from('third', 'control') }),
  },
}
const prompts = ['a rat', 'a rat', 'a dog', 'a dog'].map((text) => ({ text, tokens: [] }))
const rows = (text: string, isEdit: boolean, of = 'elsewhere') =>
  rowsOf(edited, { by: 'steps', attention: { ...told, prompts } }, { node: of, text, edited: isEdit })

describe('attention behind a picture', () => {
  it('is that of the steps it was decoded from', () => {
    expect(behind('save')).toEqual({ by: 'steps', attention: told })
  })

  it('is none where attention itself was painted', () => {
    expect([behind('maps'), behind('sheet')]).toEqual([undefined, undefined])
  })

  it('has the source in row 0 and edits after it, even with the same words', () => {
    expect(rows('a rat', false)).toEqual([0])
    expect(rows('a rat', true)).toEqual([1])
    expect(rows('a dog', true)).toEqual([2, 3])
    expect(rows('a dog', false)).toEqual([])
  })

  it('has edits with the same words in the order of their nodes', () => {
    expect(rows('a dog', true, 'second')).toEqual([2])
    expect(rows('a dog', true, 'third')).toEqual([3])
  })
})
