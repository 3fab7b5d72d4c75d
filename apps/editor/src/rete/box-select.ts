import { fromCorners, overlap } from '../document/boxes'
import type { Point } from '../document/commands'
import { documentNow, select, selectionNow } from '../graph-store'
import { geometry } from './geometry'
import { handHeld } from './pane-drag'

/** Left drag on empty canvas draws a box and selects what it touches; Shift adds. A click there selects nothing. */
export function boxSelect(
  container: HTMLElement,
  isPane: (target: EventTarget | null) => boolean,
  toCanvas: (screen: Point) => Point,
) {
  container.addEventListener('pointerdown', (down) => {
    if (down.button !== 0 || down.pointerType === 'touch' || handHeld() || !isPane(down.target)) return
    const adds = down.shiftKey || down.ctrlKey || down.metaKey
    const before = adds ? [...selectionNow()] : []
    const start: Point = [down.clientX, down.clientY]
    const box = document.createElement('div')
    box.className = 'selection-box'
    const { left, top } = container.getBoundingClientRect()

    const move = (event: PointerEvent) => {
      const screen = fromCorners(start, [event.clientX, event.clientY])
      if (!box.isConnected && screen.width + screen.height < 5) return
      if (!box.isConnected) container.append(box)
      Object.assign(box.style, {
        transform: `translate(${screen.x - left}px, ${screen.y - top}px)`,
        width: `${screen.width}px`,
        height: `${screen.height}px`,
      })
      const area = fromCorners(toCanvas(start), toCanvas([event.clientX, event.clientY]))
      const touched = Object.keys(documentNow().nodes).filter((id) => overlap(geometry.box(id), area))
      select(new Set([...before, ...touched]))
    }
    const up = () => {
      if (!box.isConnected && !adds) select([])
      box.remove()
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', up)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', up)
  })
}
