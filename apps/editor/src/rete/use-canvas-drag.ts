import type { PointerEvent as ReactPointerEvent } from 'react'
import { endGesture } from '../graph-store'
import { useView } from './view-store'

/** A drag in pixels of the canvas. `start` is asked once, when the button goes down, and gives what each move does. */
export function useCanvasDrag(start: () => (dx: number, dy: number) => void) {
  return (down: ReactPointerEvent) => {
    if (down.button !== 0) return
    down.stopPropagation()
    const moved = start()
    const move = (event: PointerEvent) => {
      const { k } = useView.getState()
      moved((event.clientX - down.clientX) / k, (event.clientY - down.clientY) / k)
    }
    const up = () => {
      endGesture()
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', up)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', up)
  }
}
