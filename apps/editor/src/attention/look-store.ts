import { create } from 'zustand'
import { sentenceAt } from '../document/sentence'
import { useGraph } from '../graph-store'
import { specsNow } from '../specs-store'
import { overlap, type Word } from './words'

/** A word of a node's sentence whose heat is to be seen. */
export type Look = {
  readonly node: string
  readonly input: string
  readonly text: string
  readonly word: Word
}

/** Words looked at: the pinned ones, or the one under the pointer. */
export const useLooks = create<{ readonly pinned: readonly Look[]; readonly hovered: Look | null }>(() => ({
  pinned: [],
  hovered: null,
}))

const { getState, setState } = useLooks

export const sameLook = (a: Look, b: Look) =>
  a.node === b.node && a.input === b.input && a.text === b.text && overlap(a.word, b.word)

export function togglePin(look: Look): void {
  const others = getState().pinned.filter((other) => !sameLook(other, look))
  const pinned = others.length === getState().pinned.length ? [...others, look] : others
  setState({ pinned, hovered: null })
}

export const hover = (hovered: Look | null) => setState({ hovered })

/** Whether there was something to let go. */
export function letGoOfWords(): boolean {
  const had = getState().pinned.length > 0
  setState({ pinned: [], hovered: null })
  return had
}

/** A sentence that changed has other words. */
useGraph.subscribe(({ document }, before) => {
  if (document === before.document) return
  const there = ({ node, input, text }: Look) => sentenceAt(document, specsNow(), node, input) === text
  const { pinned, hovered } = getState()
  if (pinned.every(there) && (!hovered || there(hovered))) return
  setState({ pinned: pinned.filter(there), hovered: hovered && there(hovered) ? hovered : null })
})
