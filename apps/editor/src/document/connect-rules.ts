import { isLink, type Workflow } from '@loom/protocol'
import { ANY, type DrawnSpec, linkable, type Specs, specOf } from './specs'

export type Side = 'input' | 'output'
export type Socket = { readonly node: string; readonly side: Side; readonly name: string }
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string }

const typesFit = (from: string, to: string) => from === to || from === ANY || to === ANY

/** Nodes that `start` needs, itself included, or with `down` the nodes that need it. */
function reach(document: Workflow, start: string, direction: 'up' | 'down'): Set<string> {
  const next = new Map<string, string[]>()
  for (const [id, node] of Object.entries(document.nodes))
    for (const value of Object.values(node.inputs)) {
      if (!isLink(value)) continue
      const [from, to] = direction === 'up' ? [id, value.from[0]] : [value.from[0], id]
      const list = next.get(from)
      list ? list.push(to) : next.set(from, [to])
    }
  const seen = new Set([start])
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other)
  return seen
}

export function socketType(document: Workflow, specs: Specs, socket: Socket): string | undefined {
  const spec = specOf(document, socket.node, specs)
  const ports = spec && (socket.side === 'output' ? spec.outputs : linkable(spec))
  return ports?.find((port) => port.name === socket.name)?.type
}

/** Judges every socket against the one a wire starts from; asks the document once, so a drag can ask for all. */
export function judge(document: Workflow, specs: Specs, origin: Socket): (target: Socket) => Verdict {
  const type = socketType(document, specs, origin) ?? ANY
  const loop = reach(document, origin.node, origin.side === 'output' ? 'up' : 'down')
  return (target) => {
    const other = socketType(document, specs, target)
    if (other === undefined) return refuse('this socket is not there any more')
    if (target.side === origin.side) return refuse(`a wire goes from an output to an input`)
    if (target.node === origin.node) return refuse('a node cannot feed itself')
    const [gives, takes] = origin.side === 'output' ? [type, other] : [other, type]
    if (!typesFit(gives, takes)) return refuse(`takes ${takes}, not ${gives}`)
    if (loop.has(target.node)) return refuse('this would close a loop')
    return { ok: true }
  }
}

const refuse = (reason: string): Verdict => ({ ok: false, reason })

/** The two ends of a wire between two sockets that fit, whichever was picked first. */
export function wireBetween(a: Socket, b: Socket) {
  const [from, to] = a.side === 'output' ? [a, b] : [b, a]
  return { from: { node: from.node, output: from.name }, to: { node: to.node, input: to.name } }
}

/** The sockets by which a node type can come into the wire that ends at `node.input`. */
export function spliceFit(
  document: Workflow,
  specs: Specs,
  place: string,
  spec: Pick<DrawnSpec, 'inputs' | 'params' | 'outputs'>,
) {
  const [node, name] = place.split('.') as [string, string]
  const link = document.nodes[node]?.inputs[name]
  const gives = isLink(link) && socketType(document, specs, { node: link.from[0], side: 'output', name: link.from[1] })
  const takes = socketType(document, specs, { node, side: 'input', name })
  const input = gives && firstFit(spec, 'output', gives)
  const output = takes && firstFit(spec, 'input', takes)
  return input && output ? { input, output } : undefined
}

/** First socket of a node type that a wire from `side` of `type` can end at; sockets before parameters. */
export function firstFit(
  spec: Pick<DrawnSpec, 'inputs' | 'params' | 'outputs'>,
  side: Side,
  type: string,
): string | undefined {
  const ports = side === 'output' ? linkable(spec) : spec.outputs
  const fits = ports.filter((port) => typesFit(port.type, type))
  return (fits.find((port) => port.type === type) ?? fits[0])?.name
}
