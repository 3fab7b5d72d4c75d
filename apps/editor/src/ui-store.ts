import type { ImageAsset } from '@loom/protocol'
import { create } from 'zustand'
import type { ConnectionState, EngineState } from './api'
import type { Socket } from './document/connect-rules'

type Dialog = 'open' | 'keys' | 'conflict' | null
/** Pictures opened large, with the run and the node they came from where these are known. */
export type Lightbox = {
  readonly images: readonly ImageAsset[]
  readonly at: number
  readonly run?: string
  readonly node?: string
}
/** The list that adds a node: where it opens, and the socket it must fit when a wire was dropped. */
export type QuickAdd = {
  readonly screen: readonly [number, number]
  readonly at: readonly [number, number]
  readonly fits?: { readonly socket: Socket; readonly type: string }
  /** The input whose wire the new node is put into: `node.input`. */
  readonly splice?: string
}
/** The list that wires a node's socket: which of them when none is chosen, then where to. */
export type QuickWire = { readonly screen: readonly [number, number]; readonly node: string; readonly socket?: Socket }
export type ContextMenu = { readonly screen: readonly [number, number]; readonly node?: string; readonly wire?: string }

type UiState = {
  readonly dialog: Dialog
  readonly lightbox: Lightbox | null
  readonly quickAdd: QuickAdd | null
  readonly quickWire: QuickWire | null
  readonly menu: ContextMenu | null
  readonly palette: boolean
  readonly gallery: boolean
  readonly connection: ConnectionState
  readonly engine: EngineState | null
}

/** Wide enough to keep the palette beside the canvas. */
const roomy = window.matchMedia('(min-width: 1001px)')
roomy.addEventListener('change', () => setUi({ palette: roomy.matches }))

/** What is open around the canvas. */
export const useUi = create<UiState>(() => ({
  dialog: null,
  lightbox: null,
  quickAdd: null,
  quickWire: null,
  menu: null,
  palette: roomy.matches,
  gallery: false,
  connection: 'connecting',
  engine: null,
}))

export const setUi = (patch: Partial<UiState>) => useUi.setState(patch)
export const uiNow = () => useUi.getState()
