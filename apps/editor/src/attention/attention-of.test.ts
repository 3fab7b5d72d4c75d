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

describe('attention behind a picture', () => {
  it('is that of the steps it was decoded from', () => {
    expect(behind('save')).toBe(told)
  })

  it('is none where attention itself was painted', () => {
    expect([behind('maps'), behind('sheet')]).toEqual([undefined, undefined])
  })

  it('has the source in row 0 and edits after it, even with the same words', () => {
    const prompts = ['a rat', 'a rat', 'a dog'].map((text) => ({ text, tokens: [] }))
    expect(rowsOf(prompts, { text: 'a rat', edited: false })).toEqual([0])
    expect(rowsOf(prompts, { text: 'a rat', edited: true })).toEqual([1])
    expect(rowsOf(prompts, { text: 'a dog', edited: true })).toEqual([2])
    expect(rowsOf(prompts, { text: 'a dog', edited: false })).toEqual([])
  })
})
