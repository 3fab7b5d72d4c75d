import { type InputSpec, isLink, type NodeSpec, type OutputSpec, type Workflow } from '@loom/protocol'

/** The node types the server declares, by type. */
export type Specs = ReadonlyMap<string, NodeSpec>

/** What the canvas draws a node from: its declaration, or a stand-in made from how the document uses it. */
export type DrawnSpec = Pick<NodeSpec, 'title' | 'inputs' | 'params' | 'outputs' | 'shows' | 'terminal'> & {
  readonly known: boolean
}

export const ANY = '*'

/** Declaration of a node of the document; a type the server lacks keeps the sockets that its wires need. */
export function specOf(document: Workflow, id: string, specs: Specs): DrawnSpec | undefined {
  const node = document.nodes[id]
  if (!node) return undefined
  const spec = specs.get(node.type)
  return spec ? known(spec) : standIns(document).get(id)
}

const drawn = new WeakMap<NodeSpec, DrawnSpec>()
function known(spec: NodeSpec): DrawnSpec {
  let found = drawn.get(spec)
  if (!found) drawn.set(spec, (found = { ...spec, known: true }))
  return found
}

const kept = new WeakMap<Workflow['nodes'], ReadonlyMap<string, DrawnSpec>>()
function standIns({ nodes }: Workflow): ReadonlyMap<string, DrawnSpec> {
  let found = kept.get(nodes)
  if (!found) kept.set(nodes, (found = makeStandIns(nodes)))
  return found
}

function makeStandIns(nodes: Workflow['nodes']): ReadonlyMap<string, DrawnSpec> {
  const links = Object.entries(nodes).flatMap(([to, { inputs }]) =>
    Object.entries(inputs).flatMap(([input, value]) => (isLink(value) ? [{ to, input, from: value.from }] : [])),
  )
  const inputs = new Map<string, InputSpec[]>()
  const outputs = new Map<string, OutputSpec[]>()
  const port = (name: string) => ({ name, label: name, type: ANY })
  for (const { to, input, from } of links) {
    inputs.set(to, [...(inputs.get(to) ?? []), { ...port(input), optional: true }])
    const used = outputs.get(from[0]) ?? []
    if (!used.some(({ name }) => name === from[1])) outputs.set(from[0], [...used, port(from[1])])
  }
  const standIn = (id: string, title: string): DrawnSpec => ({
    title,
    inputs: inputs.get(id) ?? [],
    params: [],
    outputs: outputs.get(id) ?? [],
    shows: 'nothing',
    terminal: false,
    known: false,
  })
  return new Map(Object.entries(nodes).map(([id, { type }]) => [id, standIn(id, type)]))
}

/** Every input that takes a link, sockets first, with its type: a link may stand for a parameter too. */
export function linkable(spec: Pick<DrawnSpec, 'inputs' | 'params'>): { name: string; label: string; type: string }[] {
  return [...spec.inputs, ...spec.params.map(({ name, label, socket }) => ({ name, label, type: socket }))]
}
