import type { Workflow } from '@loom/protocol'
import { create } from 'zustand'

export type SavedState = {
  /** The document's id on the server; null until it is saved there. */
  readonly id: string | null
  /** The save that the open document was made from. */
  readonly revision: number | null
  /** The document as the server or the template has it; equal to the open one when nothing is unsaved. */
  readonly document: Workflow | null
  readonly state: 'idle' | 'saving' | 'failed' | 'conflict'
}

export const unsaved: SavedState = { id: null, revision: null, document: null, state: 'idle' }

/** Where the open document is kept on the server. */
export const useSaved = create<SavedState>(() => unsaved)
export const savedNow = () => useSaved.getState()
