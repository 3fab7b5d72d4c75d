import { emptyWorkflow, type Workflow } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { moveNodes, patchNodes, removeNodes, setInput } from './commands'
import { samePictures } from './same-pictures'

const document: Workflow = {
  ...emptyWorkflow(),
  nodes: {
    prompt: { type: 'TextEncode', inputs: { text: 'a cat' }, at: [0, 0] },
    save: { type: 'SaveImage', inputs: {}, at: [300, 0] },
  },
}

describe('the same pictures', () => {
  it('are asked for wherever the nodes stand and whatever they are called', () => {
    expect(samePictures(document, moveNodes(new Map([['prompt', [40, 0]]]))(document))).toBe(true)
    expect(samePictures(document, patchNodes(['prompt'], { title: 'Words' })(document))).toBe(true)
  })

  it.each([
    ['a value', setInput('prompt', 'text', 'a dog')],
    ['a muted node', patchNodes(['save'], { mode: 'muted' })],
    ['a node less', removeNodes(['save'])],
  ])('are not asked for after %s', (_, edit) => {
    expect(samePictures(document, edit(document))).toBe(false)
  })
})
