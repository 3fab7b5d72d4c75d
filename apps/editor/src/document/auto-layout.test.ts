import { expect, it } from 'vitest'
import { autoLayout } from './auto-layout'
import { overlap } from './boxes'
import { addNode } from './commands'
import { chain } from './samples'

const size = { width: 200, height: 100 }

it('puts a node to the right of what feeds it, and no two on one place', () => {
  const document = addNode('other', {
    type: 'Encode',
    inputs: { model: { from: ['checkpoint', 'model'] } },
    at: [0, 0],
  })(chain)
  const places = autoLayout(document, () => size)
  const boxes = [...places.values()].map(([x, y]) => ({ x, y, ...size }))
  expect(places.get('prompt')![0]).toBeGreaterThan(places.get('checkpoint')![0] + size.width)
  for (const [index, box] of boxes.entries())
    for (const later of boxes.slice(index + 1)) expect(overlap(box, later)).toBe(false)
})

it('moves only what it was asked to, about where it was', () => {
  const places = autoLayout(chain, () => size, ['prompt'])
  expect([...places]).toEqual([['prompt', [300, 0]]])
})

it('has nothing to do in an empty document', () => {
  expect(autoLayout({ ...chain, nodes: {} }, () => size).size).toBe(0)
})
