import { create } from 'zustand'

type Settings = {
  /** Nodes settle on an 8 px grid. */
  readonly snap: boolean
  /** The wheel moves the canvas and zooms with Ctrl, as trackpads like it; else it zooms. */
  readonly wheelPans: boolean
  readonly minimap: boolean
  /** Runs tell what their pictures attended to. */
  readonly observe: boolean
  /** Seeds drawn anew after each run: `<node>.<input>` by document name. */
  readonly randomised: Readonly<Record<string, readonly string[]>>
}

const KEY = 'loom.settings'
const usual: Settings = { snap: false, wheelPans: false, minimap: true, observe: true, randomised: {} }

function stored(): Settings {
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') }
  } catch {
    return usual
  }
}

/** Choices of this browser; no document holds them. */
export const useSettings = create<Settings>(stored)

function set(patch: Partial<Settings>): void {
  useSettings.setState(patch)
  try {
    localStorage.setItem(KEY, JSON.stringify(useSettings.getState()))
  } catch {
    // a browser that stores nothing keeps them for this visit
  }
}

export const toggle = (name: 'snap' | 'wheelPans' | 'minimap' | 'observe') =>
  set({ [name]: !useSettings.getState()[name] })

export function toggleRandomised(document: string, seed: string): void {
  const { randomised } = useSettings.getState()
  const before = randomised[document] ?? []
  const after = before.includes(seed) ? before.filter((other) => other !== seed) : [...before, seed]
  set({ randomised: { ...randomised, [document]: after } })
}
