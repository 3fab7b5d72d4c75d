import { emptyWorkflow, type Workflow } from '@loom/protocol'
import { create } from 'zustand'
import type { Change } from './document/commands'
import { emptyHistory, type History, record, redo, seal, undo } from './document/history'

type GraphState = {
  readonly document: Workflow
  readonly selection: ReadonlySet<string>
  /** A wire is chosen by the input it ends at: `node.input`. */
  readonly wire: string | null
  readonly history: History
  /** Grows with every document opened, so views know to start afresh. */
  readonly opened: number
}

/** The open document, what is chosen in it, and its undo. */
export const useGraph = create<GraphState>(() => ({
  document: emptyWorkflow(),
  selection: new Set(),
  wire: null,
  history: emptyHistory,
  opened: 0,
}))

const { getState, setState } = useGraph

export const documentNow = () => getState().document
export const selectionNow = () => getState().selection

type ChangeOptions = { gesture?: string; select?: Iterable<string> }

/** One step of editing, kept for undo. Changes of one `gesture` are one step. */
export function change(label: string, edit: Change, { gesture, select: ids }: ChangeOptions = {}): void {
  const { document: before, history } = getState()
  const after = edit(before)
  if (ids) setState({ selection: new Set(ids), wire: null })
  if (after === before) return
  show(after, record(history, { label, before, after, ...(gesture !== undefined && { gesture }) }))
}

/** A change that undo does not count: a seed drawn anew after a run, a name corrected by the server. */
export function changeQuietly(edit: Change): void {
  show(edit(documentNow()), getState().history)
}

/** The hand left the field or the mouse button: the next change is a step of its own. */
export const endGesture = () => {
  const history = seal(getState().history)
  if (history !== getState().history) setState({ history })
}

export function undoChange(): void {
  const back = undo(getState().history)
  if (back) show(back.document, back.history)
}

export function redoChange(): void {
  const forth = redo(getState().history)
  if (forth) show(forth.document, forth.history)
}

export function openDocument(document: Workflow): void {
  setState({ document, selection: new Set(), wire: null, history: emptyHistory, opened: getState().opened + 1 })
}

export function select(ids: Iterable<string>): void {
  setState({ selection: new Set(ids), wire: null })
}

export function selectWire(input: string | null): void {
  setState({ wire: input, selection: new Set() })
}

function show(document: Workflow, history: History): void {
  const { selection, wire } = getState()
  const kept = [...selection].filter((id) => document.nodes[id])
  const [node, input] = wire?.split('.') ?? []
  const wireKept = node && input && document.nodes[node]?.inputs[input] !== undefined ? wire : null
  setState({
    document,
    history,
    wire: wireKept,
    ...(kept.length !== selection.size && { selection: new Set(kept) }),
  })
}
