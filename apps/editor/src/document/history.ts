import type { Workflow } from '@loom/protocol'

type Step = { readonly label: string; readonly before: Workflow; readonly after: Workflow; readonly gesture?: string }

/** Undo and redo. Steps share every untouched node, so a step costs what it changed. */
export type History = { readonly past: readonly Step[]; readonly future: readonly Step[]; readonly sealed: boolean }

export const emptyHistory: History = { past: [], future: [], sealed: true }
const LIMIT = 300

/** Adds a step; changes of one gesture (a drag, typing in one field) stay one step until `seal`. */
export function record(history: History, step: Step): History {
  const last = history.past.at(-1)
  const joins = !history.sealed && last && step.gesture !== undefined && last.gesture === step.gesture
  const past = joins
    ? [...history.past.slice(0, -1), { ...step, before: last.before }]
    : [...history.past.slice(1 - LIMIT), step]
  return { past, future: [], sealed: step.gesture === undefined }
}

export const seal = (history: History): History => (history.sealed ? history : { ...history, sealed: true })

export function undo({ past, future }: History): { history: History; document: Workflow } | undefined {
  const step = past.at(-1)
  return (
    step && { history: { past: past.slice(0, -1), future: [step, ...future], sealed: true }, document: step.before }
  )
}

export function redo({ past, future }: History): { history: History; document: Workflow } | undefined {
  const [step, ...later] = future
  return step && { history: { past: [...past, step], future: later, sealed: true }, document: step.after }
}
