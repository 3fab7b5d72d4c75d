import type { Workflow } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { connect, disconnect, moveNodes, patchNodes, removeNodes, setInput } from './commands'
import { chain } from './samples'

describe('editing a document', () => {
  it('leaves untouched nodes the same objects, so views can compare them', () => {
    const after = setInput('prompt', 'text', 'a dog')(chain)
    expect(after.nodes.prompt!.inputs.text).toBe('a dog')
    expect(after.nodes.checkpoint).toBe(chain.nodes.checkpoint)
    expect(chain.nodes.prompt!.inputs.text).toBe('a rat')
  })

  it('gives an input back its default by taking the value out', () => {
    const after = setInput('prompt', 'text', undefined)(chain)
    expect(after.nodes.prompt!.inputs).not.toHaveProperty('text')
  })

  it('is the same document when nothing changes', () => {
    expect(setInput('prompt', 'text', 'a rat')(chain)).toBe(chain)
    expect(setInput('nobody', 'text', 'a rat')(chain)).toBe(chain)
  })

  it('takes the wires of a deleted node with it', () => {
    const after = removeNodes(['checkpoint'])(chain)
    expect(Object.keys(after.nodes)).toEqual(['prompt'])
    expect(after.nodes.prompt!.inputs).toEqual({ text: 'a rat' })
  })

  it('connects and disconnects by name', () => {
    const bare: Workflow = disconnect({ node: 'prompt', input: 'model' })(chain)
    expect(bare.nodes.prompt!.inputs).toEqual({ text: 'a rat' })
    const again = connect({ node: 'checkpoint', output: 'model' }, { node: 'prompt', input: 'model' })(bare)
    expect(again.nodes.prompt!.inputs.model).toEqual({ from: ['checkpoint', 'model'] })
  })

  it('moves only the nodes it is told to', () => {
    const after = moveNodes(new Map([['prompt', [5, 6]]]))(chain)
    expect(after.nodes.prompt!.at).toEqual([5, 6])
    expect(after.nodes.checkpoint).toBe(chain.nodes.checkpoint)
  })

  it('takes a drawing field away where it is set to nothing', () => {
    const muted = patchNodes(['prompt'], { mode: 'muted' })(chain)
    expect(muted.nodes.prompt!.mode).toBe('muted')
    expect(patchNodes(['prompt'], { mode: undefined })(muted).nodes.prompt).not.toHaveProperty('mode')
  })
})
