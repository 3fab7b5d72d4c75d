import type { Point } from '../document/commands'
import { selectWire } from '../graph-store'
import { setUi } from '../ui-store'
import type { Wiring } from './wiring'

type Around = { readonly wiring: Wiring; readonly toCanvas: (screen: Point) => Point }

/** What the mouse does on the canvas apart from dragging: where it is, wires chosen, menus and quick add opened. */
export function listenToPointer(container: HTMLElement, { wiring, toCanvas }: Around) {
  const stop = new AbortController()
  const { signal } = stop
  let down: PointerEvent | undefined
  let screen: Point = [0, 0]

  const isPane = (target: EventTarget | null) =>
    target instanceof Element &&
    container.contains(target) &&
    !target.closest('[data-node-id], [data-wire], .on-canvas')
  const nodeAt = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-node-id]')?.dataset.nodeId : undefined
  const wireAt = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<SVGElement>('[data-wire]')?.dataset.wire : undefined

  container.addEventListener(
    'pointerdown',
    (event) => {
      down = event
      screen = [event.clientX, event.clientY]
      wiring.move(screen)
      const wire = wireAt(event.target)
      if (wire && event.button === 0) selectWire(wire)
    },
    { capture: true, signal },
  )
  window.addEventListener(
    'pointermove',
    (event) => {
      screen = [event.clientX, event.clientY]
      wiring.move(screen)
    },
    { signal },
  )
  container.addEventListener(
    'pointerup',
    (event) => {
      const still = down && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < 4
      if (event.button !== 2 || !still || isText(event.target)) return
      const [node, wire] = [nodeAt(event.target), wireAt(event.target)]
      setUi({ menu: { screen: [event.clientX, event.clientY], ...(node && { node }), ...(wire && { wire }) } })
    },
    { signal },
  )
  container.addEventListener('contextmenu', (event) => !isText(event.target) && event.preventDefault(), { signal })
  container.addEventListener(
    'dblclick',
    (event) => {
      if (!isPane(event.target)) return
      const place: Point = [event.clientX, event.clientY]
      setUi({ quickAdd: { screen: place, at: toCanvas(place) } })
    },
    { signal },
  )
  return { lastDown: () => down, screen: () => screen, isPane, destroy: () => stop.abort() }
}

const isText = (target: EventTarget | null) =>
  target instanceof Element && target.closest('textarea, input[type=text], input:not([type])') !== null
