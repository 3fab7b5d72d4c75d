import type { Box, View } from './document/boxes'
import type { Point } from './document/commands'

/** What the rest of the page asks of the canvas; `rete/` alone knows how it is drawn. */
export type CanvasApi = {
  /** Shows these nodes, or all, whole and centred. */
  fit(ids?: Iterable<string>): void
  /** Brings a node into the middle without changing the zoom, unless it is too small to read. */
  show(id: string): void
  zoomBy(factor: number): void
  /** Place on the canvas under a point of the screen. */
  toCanvas(screen: Point): Point
  /** Middle of what is seen. */
  middle(): Point
  /** Where the pointer last was on the canvas. */
  pointer(): Point
  box(id: string): Box
  boxes(): ReadonlyMap<string, Box>
  view(): View
  moveTo(view: View): void
  /** Gives up the wire being drawn; false when there is none. */
  cancelWire(): boolean
}

let current: CanvasApi | undefined
export const setCanvas = (canvas: CanvasApi | undefined) => {
  current = canvas
}
export const canvas = () => current
