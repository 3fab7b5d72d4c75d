import { type Group, type InputValue, isLink, type Note, type Workflow, type WorkflowNode } from '@loom/protocol'

/** A step of editing: the document before → after. Untouched nodes stay the same objects, so a view compares by identity. */
export type Change = (document: Workflow) => Workflow
export type Point = readonly [x: number, y: number]

const withNode = (document: Workflow, id: string, edit: (node: WorkflowNode) => WorkflowNode): Workflow => {
  const node = document.nodes[id]
  const next = node && edit(node)
  return !next || next === node ? document : { ...document, nodes: { ...document.nodes, [id]: next } }
}

export const all =
  (...changes: Change[]): Change =>
  (document) =>
    changes.reduce((before, change) => change(before), document)

export const rename =
  (name: string): Change =>
  (document) =>
    document.name === name ? document : { ...document, name }

export const addNode =
  (id: string, node: WorkflowNode): Change =>
  (document) => ({ ...document, nodes: { ...document.nodes, [id]: node } })

/** Sets an input; `undefined` gives it back its default. */
export const setInput =
  (id: string, name: string, value: InputValue | undefined): Change =>
  (document) =>
    withNode(document, id, (node) => {
      if (node.inputs[name] === value) return node
      const { [name]: _, ...others } = node.inputs
      return { ...node, inputs: value === undefined ? others : { ...node.inputs, [name]: value } }
    })

export const connect = (from: { node: string; output: string }, to: { node: string; input: string }): Change =>
  setInput(to.node, to.input, { from: [from.node, from.output] })

export const disconnect = (to: { node: string; input: string }): Change => setInput(to.node, to.input, undefined)

/** Takes nodes out, with the wires that came from them. */
export const removeNodes =
  (ids: Iterable<string>): Change =>
  (document) => {
    const gone = new Set(ids)
    const nodes: Workflow['nodes'] = {}
    for (const [id, node] of Object.entries(document.nodes)) if (!gone.has(id)) nodes[id] = withoutLinksFrom(gone, node)
    return { ...document, nodes }
  }

function withoutLinksFrom(gone: ReadonlySet<string>, node: WorkflowNode): WorkflowNode {
  const entries = Object.entries(node.inputs)
  const kept = entries.filter(([, value]) => !(isLink(value) && gone.has(value.from[0])))
  return kept.length === entries.length ? node : { ...node, inputs: Object.fromEntries(kept) }
}

export const moveNodes =
  (places: ReadonlyMap<string, Point>): Change =>
  (document) => {
    const nodes = { ...document.nodes }
    for (const [id, [x, y]] of places) {
      const node = nodes[id]
      if (node && (node.at[0] !== x || node.at[1] !== y)) nodes[id] = { ...node, at: [x, y] }
    }
    return { ...document, nodes }
  }

type Drawing = Pick<WorkflowNode, 'title' | 'width' | 'collapsed' | 'unfolded' | 'mode'>

/** Changes how nodes are drawn or whether they run; `undefined` takes the field away. */
export const patchNodes =
  (ids: Iterable<string>, patch: { [K in keyof Drawing]?: Drawing[K] | undefined }): Change =>
  (document) => {
    const nodes = { ...document.nodes }
    for (const id of ids) {
      const node = nodes[id]
      if (node) nodes[id] = compact({ ...node, ...patch }) as WorkflowNode
    }
    return { ...document, nodes }
  }

const compact = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Groups and notes are lists; a member is named by its place. */
export const addGroup =
  (group: Group): Change =>
  (document) => ({ ...document, groups: [...(document.groups ?? []), group] })
export const addNote =
  (note: Note): Change =>
  (document) => ({ ...document, notes: [...(document.notes ?? []), note] })
export const patchGroup =
  (index: number, patch: Partial<Group>): Change =>
  (document) => ({ ...document, groups: patched(document.groups, index, patch) })
export const patchNote =
  (index: number, patch: Partial<Note>): Change =>
  (document) => ({ ...document, notes: patched(document.notes, index, patch) })
export const removeGroup =
  (index: number): Change =>
  (document) => ({ ...document, groups: (document.groups ?? []).filter((_, place) => place !== index) })
export const removeNote =
  (index: number): Change =>
  (document) => ({ ...document, notes: (document.notes ?? []).filter((_, place) => place !== index) })

function patched<T>(list: readonly T[] | undefined, index: number, patch: Partial<T>): T[] {
  return (list ?? []).map((member, place) => (place === index ? { ...member, ...patch } : member))
}
