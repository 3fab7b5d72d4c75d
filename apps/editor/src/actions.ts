import { isLink } from '@loom/protocol'
import { canvas } from './canvas-api'
import { around, freePlace, grown } from './document/boxes'
import * as commands from './document/commands'
import { firstFit, type Socket, wireBetween } from './document/connect-rules'
import { copyNodes, corner, type Fragment, pasteNodes } from './document/fragment'
import { idFor, idsOf, newNode } from './document/ids'
import { nodeWidth } from './document/node-layout'
import { change, documentNow, select, selectionNow, selectWire, useGraph } from './graph-store'
import { specsNow } from './specs-store'

/** Adds a node where there is room near `at`, wired to `fits` when it was asked for by a dropped wire. */
export function addNodeAt(type: string, at: commands.Point, fits?: { socket: Socket; type: string }): void {
  const spec = specsNow().get(type)
  if (!spec) return
  const document = documentNow()
  const id = idFor(type, idsOf(document.nodes))
  const node = newNode(spec, at)
  const size = { width: nodeWidth({ ...spec, known: true }, node), height: 120 }
  const free = fits ? at : freePlace(at, size, [...(canvas()?.boxes().values() ?? [])])
  const placed = { ...node, at: [Math.round(free[0]), Math.round(free[1])] as [number, number] }
  const name = fits && firstFit(spec, fits.socket.side, fits.type)
  const wire = fits && name && wireBetween(fits.socket, { node: id, side: other(fits.socket.side), name })
  const connect = wire ? [commands.connect(wire.from, wire.to)] : []
  change(`Add ${spec.title}`, commands.all(commands.addNode(id, placed), ...connect), { select: [id] })
}

const other = (side: Socket['side']) => (side === 'input' ? 'output' : 'input')

/** Deletes what is chosen: a wire, or nodes. */
export function remove(): void {
  const { wire } = useGraph.getState()
  if (wire) {
    const [node, input] = wire.split('.') as [string, string]
    selectWire(null)
    change('Disconnect', commands.disconnect({ node, input }))
  } else if (selectionNow().size > 0) change('Delete', commands.removeNodes(selectionNow()))
}

export const selectAll = () => select(Object.keys(documentNow().nodes))

/** Clones what is chosen beside it; wires that came from outside come along. */
export function duplicate(): void {
  paste(copyNodes(documentNow(), selectionNow()), { outside: 'keep' })
}

/** Puts nodes in, at a place of the canvas or beside where they came from. */
export function paste(
  nodes: Fragment,
  { at, outside = 'cut' }: { at?: commands.Point; outside?: 'keep' | 'cut' } = {},
) {
  if (Object.keys(nodes).length === 0) return
  const [x, y] = corner(nodes)
  const by: [number, number] = at ? [Math.round(at[0] - x), Math.round(at[1] - y)] : [32, 32]
  const { change: edit, ids } = pasteNodes(documentNow(), nodes, by, outside)
  change('Paste', edit, { select: ids })
}

/** All of the chosen get the mode, or lose it when all have it. */
export function toggleMode(mode: 'muted' | 'bypassed'): void {
  const ids = [...selectionNow()]
  const has = ids.every((id) => documentNow().nodes[id]?.mode === mode)
  change(has ? 'Run again' : mode, commands.patchNodes(ids, { mode: has ? undefined : mode }))
}

export function toggleCollapsed(): void {
  const ids = [...selectionNow()]
  const has = ids.every((id) => documentNow().nodes[id]?.collapsed)
  change('Collapse', commands.patchNodes(ids, { collapsed: has ? undefined : true }))
}

/** A frame around the chosen nodes. */
export function group(): void {
  const boxes = [...selectionNow()].flatMap((id) => canvas()?.box(id) ?? [])
  const box = around(boxes)
  if (!box) return
  const { x, y, width, height } = grown(box, 20)
  change('Group', commands.addGroup({ title: 'Group', at: [x, y - 28], size: [width, height + 28] }))
}

export function addNote(at: commands.Point = canvas()?.middle() ?? [0, 0]): void {
  change('Add note', commands.addNote({ text: '', at: [Math.round(at[0]), Math.round(at[1])], size: [220, 120] }))
}

/** Columns along the wires, for the chosen nodes or all. */
export async function arrange(): Promise<void> {
  const { autoLayout } = await import('./document/auto-layout')
  const ids = selectionNow().size > 1 ? [...selectionNow()] : Object.keys(documentNow().nodes)
  const places = autoLayout(documentNow(), (id) => canvas()?.box(id) ?? { width: 240, height: 160 }, ids)
  change('Arrange', commands.moveNodes(places))
  canvas()?.fit()
}

export function nudge(dx: number, dy: number): void {
  const places = [...selectionNow()].map((id) => {
    const [x, y] = documentNow().nodes[id]!.at
    return [id, [x + dx, y + dy]] as const
  })
  if (places.length > 0) change('Move', commands.moveNodes(new Map(places)), { gesture: 'nudge' })
}

/** What feeds the chosen nodes, or what they feed, is chosen too. */
export function grow(direction: 'up' | 'down'): void {
  const { nodes } = documentNow()
  const chosen = new Set(selectionNow())
  for (const [id, { inputs }] of Object.entries(nodes))
    for (const value of Object.values(inputs)) {
      if (!isLink(value)) continue
      const [from, to] = direction === 'up' ? [id, value.from[0]] : [value.from[0], id]
      if (selectionNow().has(from)) chosen.add(to)
    }
  select(chosen)
}
