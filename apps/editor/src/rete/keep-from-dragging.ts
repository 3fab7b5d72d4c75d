import type { PointerEvent } from 'react'

/** On what the pointer works itself, so that a press there does not move the node or pick it up. */
export const keepFromDragging = (event: PointerEvent) => {
  if (event.button === 0) event.stopPropagation()
}
