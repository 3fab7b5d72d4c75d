import { isLink, type Workflow } from '@loom/protocol'
import { typeColor } from '../type-style'
import { geometry } from './geometry'
import { wirePath } from './wire-path'

type Wire = {
  readonly key: string
  readonly from: { node: string; output: string }
  readonly to: { node: string; input: string }
  readonly group: SVGGElement
  readonly paths: readonly SVGPathElement[]
}

const SVG = 'http://www.w3.org/2000/svg'
const element = <T extends keyof SVGElementTagNameMap>(name: T) => document.createElementNS(SVG, name)

/** All wires in one svg under the nodes. A path is touched only when one of its ends moved. */
export class Wires {
  readonly svg = element('svg')
  private readonly draft = element('path')
  private readonly wires = new Map<string, Wire>()
  private readonly byNode = new Map<string, Set<Wire>>()

  constructor() {
    this.svg.classList.add('wires')
    this.draft.classList.add('wire', 'draft')
    this.svg.append(this.draft)
  }

  /** Draws the wires of a document: what is gone goes, what is new comes, the rest stays. */
  sync(workflow: Workflow): void {
    const wanted = new Set<string>()
    for (const [node, { inputs }] of Object.entries(workflow.nodes))
      for (const [input, value] of Object.entries(inputs)) {
        if (!isLink(value)) continue
        const [from, output] = value.from
        const key = `${node}.${input}`
        wanted.add(key)
        const drawn = this.wires.get(key)
        if (drawn && drawn.from.node === from && drawn.from.output === output) continue
        if (drawn) this.remove(drawn)
        this.add(key, { node: from, output }, { node, input })
      }
    for (const [key, wire] of this.wires) if (!wanted.has(key)) this.remove(wire)
  }

  /** A node moved, grew or changed: its wires follow. */
  place(node: string): void {
    for (const wire of this.byNode.get(node) ?? []) this.draw(wire)
  }

  placeAll(): void {
    for (const wire of this.wires.values()) this.draw(wire)
  }

  select(key: string | null): void {
    for (const wire of this.wires.values()) wire.group.toggleAttribute('data-selected', wire.key === key)
  }

  /** Wires of running nodes' inputs glow; hidden ends fade. */
  mark(name: string, test: (wire: { from: string; to: string }) => boolean): void {
    for (const { group, from, to } of this.wires.values())
      group.toggleAttribute(`data-${name}`, test({ from: from.node, to: to.node }))
  }

  /** The wire at the pointer; null takes it away. */
  drawDraft(ends: { from: readonly [number, number]; to: readonly [number, number]; type: string } | null): void {
    this.draft.setAttribute('d', ends ? wirePath(ends.from, ends.to) : '')
    if (ends) this.draft.style.stroke = typeColor(ends.type)
  }

  fade(key: string | null): void {
    for (const wire of this.wires.values()) wire.group.toggleAttribute('data-lifted', wire.key === key)
  }

  private add(key: string, from: Wire['from'], to: Wire['to']): void {
    const group = element('g')
    const [hit, line] = [element('path'), element('path')]
    hit.classList.add('wire-hit')
    line.classList.add('wire')
    group.dataset.wire = key
    group.append(hit, line)
    this.svg.insertBefore(group, this.draft)
    const wire = { key, from, to, group, paths: [hit, line] }
    this.wires.set(key, wire)
    for (const node of [from.node, to.node]) {
      const known = this.byNode.get(node)
      known ? known.add(wire) : this.byNode.set(node, new Set([wire]))
    }
    this.draw(wire)
  }

  private remove(wire: Wire): void {
    wire.group.remove()
    this.wires.delete(wire.key)
    for (const node of [wire.from.node, wire.to.node]) this.byNode.get(node)?.delete(wire)
  }

  private draw({ from, to, group, paths }: Wire): void {
    const start = geometry.socket({ node: from.node, side: 'output', name: from.output })
    const end = geometry.socket({ node: to.node, side: 'input', name: to.input })
    const d = start && end ? wirePath(start, end) : ''
    for (const path of paths) path.setAttribute('d', d)
    group.style.stroke = typeColor(geometry.layout(from.node)?.outputs[from.output]?.type ?? '*')
  }
}
