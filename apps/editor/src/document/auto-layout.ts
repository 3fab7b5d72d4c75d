import dagre from '@dagrejs/dagre'
import { isLink, type Workflow } from '@loom/protocol'
import type { Point } from './commands'

type Size = { readonly width: number; readonly height: number }

/** Places nodes in columns from left to right along their wires; the left top corner stays where it was. */
export function autoLayout(
  document: Workflow,
  sizeOf: (id: string) => Size,
  ids = Object.keys(document.nodes),
): Map<string, Point> {
  const chosen = new Set(ids)
  if (chosen.size === 0) return new Map()
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 72 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const id of chosen) graph.setNode(id, { ...sizeOf(id) })
  for (const id of chosen)
    for (const value of Object.values(document.nodes[id]!.inputs))
      if (isLink(value) && chosen.has(value.from[0])) graph.setEdge(value.from[0], id)
  dagre.layout(graph)
  const placed = [...chosen].map((id) => {
    const { x, y } = graph.node(id)
    const { width, height } = sizeOf(id)
    return { id, left: x - width / 2, top: y - height / 2 }
  })
  const before = [...chosen].map((id) => document.nodes[id]!.at)
  const dx = Math.min(...before.map(([x]) => x)) - Math.min(...placed.map(({ left }) => left))
  const dy = Math.min(...before.map(([, y]) => y)) - Math.min(...placed.map(({ top }) => top))
  return new Map(placed.map(({ id, left, top }) => [id, [Math.round(left + dx), Math.round(top + dy)] as const]))
}
