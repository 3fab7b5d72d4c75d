import { isLink, type Workflow } from '@loom/protocol'
import { judge, type Socket } from './connect-rules'
import { linkable, type Specs, specOf } from './specs'

/** A socket as a list names it. */
export type WireEnd = {
  readonly socket: Socket
  readonly label: string
  /** Of its node. */
  readonly title: string
  readonly type: string
  readonly linked: boolean
}

/** The sockets of a node: outputs, then inputs, those without a wire first. */
export function endsOf(document: Workflow, specs: Specs, node: string): WireEnd[] {
  const spec = specOf(document, node, specs)
  const { inputs = {}, title = spec?.title ?? node } = document.nodes[node] ?? {}
  const outputs = (spec?.outputs ?? []).map(
    ({ name, label, type }): WireEnd => ({
      ...{ socket: { node, side: 'output', name }, label, title, type },
      linked: false,
    }),
  )
  const taking = (spec ? linkable(spec) : []).map(
    ({ name, label, type }): WireEnd => ({
      ...{ socket: { node, side: 'input', name }, label, title, type },
      linked: isLink(inputs[name]),
    }),
  )
  return [...outputs, ...taking.filter(({ linked }) => !linked), ...taking.filter(({ linked }) => linked)]
}

/** Every socket that a wire from this one may go to, those without a wire first. */
export function fittingEnds(document: Workflow, specs: Specs, origin: Socket): WireEnd[] {
  const verdict = judge(document, specs, origin)
  const fits = Object.keys(document.nodes)
    .flatMap((node) => endsOf(document, specs, node))
    .filter(({ socket }) => verdict(socket).ok)
  return [...fits.filter(({ linked }) => !linked), ...fits.filter(({ linked }) => linked)]
}

/** Those whose node or label has every word searched for. */
export function findEnds(ends: readonly WireEnd[], search: string): WireEnd[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return ends.filter(({ label, title, socket }) => {
    const text = `${label} ${title} ${socket.node}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
