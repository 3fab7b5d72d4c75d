import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { library } from '@loom/nodes'
import { readWorkflowText, type Workflow, type WorkflowNode } from '@loom/protocol'
import { describeNodes } from '@loom/runtime'
import { expect, it } from 'vitest'
import { chipsOf, layoutNode } from '../../apps/editor/src/document/node-layout'
import { models, root } from '../support/host'

const folder = join(root, 'graphs')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const specs = new Map(describeNodes(library, models).map((spec) => [spec.type, { ...spec, known: true }]))

/** About as high as the chips of a sentence are, in CSS pixels: a letter is 7 wide, a chip's rim 17, a row 260 by 26. */
const chipsHeight = (text: string) => 7 + 26 * Math.ceil((7 * text.length + 17 * text.split(' ').length) / 260)

function boxOf(node: WorkflowNode) {
  const { params } = specs.get(node.type)!
  const sentences = params.filter((param) => param.kind === 'text' && param.multiline && node.inputs[param.name])
  const weighed = params.some(({ name }) => name === 'weights') ? sentences : []
  const chips = weighed.map(({ name }) => [chipsOf(name), chipsHeight(String(node.inputs[name]))])
  const { width, height } = layoutNode(specs.get(node.type)!, node, Object.fromEntries(chips))
  const [x, y] = node.at
  return { x, y, right: x + width, bottom: y + height }
}

function overlaps({ nodes }: Workflow): string[] {
  const boxes = Object.entries(nodes).map(([id, node]) => ({ id, ...boxOf(node) }))
  return boxes.flatMap((a, place) =>
    boxes
      .slice(place + 1)
      .filter((b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom)
      .map((b) => `${b.id} lies on ${a.id}`),
  )
}

it.each(names)('graphs/%s has no node on another', (name) => {
  const read = readWorkflowText(readFileSync(join(folder, name), 'utf8'))
  expect(read.ok && overlaps(read.workflow)).toEqual([])
})
