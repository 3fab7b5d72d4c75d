import { describe, expect, it } from 'vitest'
import { copyNodes, corner, fragmentText, pasteNodes, readFragment } from './fragment'
import { chain } from './samples'

describe('the clipboard', () => {
  it('comes back from text as it went in', () => {
    const nodes = copyNodes(chain, ['checkpoint', 'prompt'])
    expect(readFragment(fragmentText(nodes))).toEqual(nodes)
  })

  it('takes the nodes of a whole workflow too, and nothing from other text', () => {
    expect(Object.keys(readFragment(JSON.stringify(chain)) ?? {})).toEqual(['checkpoint', 'prompt'])
    for (const text of ['hello', '3', 'null', '{"format":"latent-loom/fragment","nodes":{"1":{}}}'])
      expect(readFragment(text)).toBeUndefined()
  })

  it('gives copies new ids and keeps the wires among them', () => {
    const { change, ids } = pasteNodes(chain, copyNodes(chain, ['checkpoint', 'prompt']), [10, 20], 'cut')
    const after = change(chain)
    expect(ids).toEqual(['checkpoint-2', 'prompt-2'])
    expect(after.nodes['prompt-2']).toMatchObject({
      inputs: { model: { from: ['checkpoint-2', 'model'] }, text: 'a rat' },
      at: [310, 20],
    })
  })

  it('cuts wires from outside, or keeps them for a duplicate', () => {
    const prompt = copyNodes(chain, ['prompt'])
    expect(pasteNodes(chain, prompt, [0, 0], 'cut').change(chain).nodes['prompt-2']!.inputs).toEqual({ text: 'a rat' })
    expect(pasteNodes(chain, prompt, [0, 0], 'keep').change(chain).nodes['prompt-2']!.inputs.model).toEqual({
      from: ['checkpoint', 'model'],
    })
  })

  it('knows its left top corner', () => {
    expect(corner(chain.nodes)).toEqual([0, 0])
  })
})
