import type { DragEvent } from 'react'
import { addNodeAt } from '../actions'
import { canvas } from '../canvas-api'
import { NODE_DRAG } from '../shell/palette'

/** A node type dragged out of the palette lands where it is let go. */
export function useDropNodes() {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(NODE_DRAG)) event.preventDefault()
    },
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(NODE_DRAG)
      if (!type) return
      event.preventDefault()
      const at = canvas()?.toCanvas([event.clientX, event.clientY])
      if (at) addNodeAt(type, [at[0] - 100, at[1] - 18])
    },
  }
}
