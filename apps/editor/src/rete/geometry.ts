import type { Workflow } from '@loom/protocol'
import type { Box } from '../document/boxes'
import type { Point } from '../document/commands'
import type { Socket } from '../document/connect-rules'
import { type FieldHeights, layoutNode, type NodeLayout } from '../document/node-layout'
import { type Specs, specOf } from '../document/specs'
import { documentNow } from '../graph-store'
import { specsNow } from '../specs-store'

type Kept = { node: unknown; spec: unknown; fields: FieldHeights; layout: NodeLayout }

/** Where nodes and sockets are, by arithmetic: from the declaration, the document and what grew or is being dragged. */
class Geometry {
  private readonly kept = new Map<string, Kept>()
  private readonly fields = new Map<string, FieldHeights>()
  private readonly extra = new Map<string, number>()
  private readonly dragged = new Map<string, Point>()
  private readonly listeners = new Set<(id: string) => void>()

  onChange(listener: (id: string) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  layout(id: string, document: Workflow = documentNow(), specs: Specs = specsNow()): NodeLayout | undefined {
    const node = document.nodes[id]
    const spec = specOf(document, id, specs)
    if (!node || !spec) return undefined
    const fields = this.fields.get(id) ?? NONE
    const kept = this.kept.get(id)
    if (kept && kept.node === node && kept.spec === spec && kept.fields === fields) return kept.layout
    const layout = layoutNode(spec, node, fields)
    this.kept.set(id, { node, spec, fields, layout })
    return layout
  }

  /** A field that grows says its height. */
  setField(id: string, name: string, height: number): void {
    const before = this.fields.get(id) ?? NONE
    if (before[name] === height) return
    this.fields.set(id, { ...before, [name]: height })
    this.tell(id)
  }

  fieldsOf = (id: string): FieldHeights => this.fields.get(id) ?? NONE

  /** What hangs below the rows, such as an error, counts for the box and moves no socket. */
  setExtra(id: string, height: number): void {
    if ((this.extra.get(id) ?? 0) === height) return
    this.extra.set(id, height)
    this.tell(id)
  }

  /** A place that the document does not know yet, while a drag goes on. */
  drag(id: string, at: Point): void {
    this.dragged.set(id, at)
    this.tell(id)
  }

  endDrag(): void {
    this.dragged.clear()
  }

  at(id: string): Point {
    return this.dragged.get(id) ?? documentNow().nodes[id]?.at ?? [0, 0]
  }

  box(id: string): Box {
    const [x, y] = this.at(id)
    const { width, height } = this.layout(id) ?? { width: 200, height: 40 }
    return { x, y, width, height: height + (this.extra.get(id) ?? 0) }
  }

  socket({ node, side, name }: Socket): Point | undefined {
    const dot = this.layout(node)?.[side === 'input' ? 'inputs' : 'outputs'][name]
    const [x, y] = this.at(node)
    return dot && [x + dot.x, y + dot.y]
  }

  forget(id: string): void {
    for (const map of [this.kept, this.fields, this.extra, this.dragged]) map.delete(id)
  }

  private tell(id: string): void {
    for (const listener of this.listeners) listener(id)
  }
}

const NONE: FieldHeights = {}
export const geometry = new Geometry()
