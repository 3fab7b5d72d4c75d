import { create } from 'zustand'
import { samePictures } from '../document/same-pictures'
import { useGraph } from '../graph-store'
import { cancelRun, startRun } from './run-control'
import { isGoing, useRun } from './run-store'

/** While it is on, every change of what is painted runs: for models of a few steps a picture while one types. Of this visit, not of the document. */
export const useRunOnChange = create<{ readonly on: boolean }>(() => ({ on: false }))

/** Between two keys of somebody who types. */
const PAUSE_MS = 200

let timer = 0
/** The run that a change began; another one, asked for by hand, is never cancelled here. */
let begun: string | undefined
/** The document has changed since the run that goes on. */
let behind = false

export function toggleRunOnChange(): void {
  const on = !useRunOnChange.getState().on
  useRunOnChange.setState({ on })
  if (on) void runNewest()
  else forget()
}

useGraph.subscribe((now, before) => {
  if (!useRunOnChange.getState().on) return
  if (now.opened !== before.opened) return forget()
  // what undo does not count, as a seed drawn anew after a run, asks for no other run
  if (now.history === before.history || samePictures(now.document, before.document)) return
  clearTimeout(timer)
  timer = window.setTimeout(() => void runNewest(), PAUSE_MS)
})

useRun.subscribe((now, before) => {
  if (behind && isGoing(before) && !isGoing(now)) void runNewest()
})

/** Runs the document as it is now; what an earlier change began makes room for it. */
async function runNewest(): Promise<void> {
  behind = isGoing(useRun.getState())
  if (behind) return giveWay()
  begun = await startRun()
  if (behind) await giveWay()
}

async function giveWay(): Promise<void> {
  const { run } = useRun.getState()
  if (run && run === begun) await cancelRun()
}

function forget(): void {
  clearTimeout(timer)
  behind = false
}
