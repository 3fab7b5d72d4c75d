import type { AreaPlugin } from 'rete-area-plugin'
import { moveNodes, type Point } from '../document/commands'
import { change, documentNow, select, selectionNow } from '../graph-store'
import { useSettings } from '../settings'
import { geometry } from './geometry'
import type { Extra, Schemes } from './schemes'

type Gesture = { readonly primary: string; readonly starts: ReadonlyMap<string, Point>; moved: boolean }

const THRESHOLD = 3 // screen pixels
const GRID = 8

/** Pressing on a node selects it, dragging moves all that is selected, letting go makes it one step of editing. */
export function dragNodes(area: AreaPlugin<Schemes, Extra>, lastDown: () => PointerEvent | undefined): void {
  let gesture: Gesture | undefined
  let height = 1

  const pick = (id: string) => {
    const event = lastDown()
    const adds = event?.shiftKey || event?.ctrlKey || event?.metaKey
    const before = selectionNow()
    if (adds) select(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id])
    else if (!before.has(id)) select([id])
    area.nodeViews.get(id)!.element.style.zIndex = String(++height)
    const moving = selectionNow().has(id) ? selectionNow() : [id]
    gesture = { primary: id, starts: new Map([...moving].map((one) => [one, geometry.at(one)])), moved: false }
  }

  const letGo = () => {
    if (!gesture) return
    const { primary, starts, moved } = gesture
    gesture = undefined
    if (moved) {
      change('Move', moveNodes(new Map([...starts.keys()].map((id) => [id, geometry.at(id)]))))
      geometry.endDrag()
    } else {
      const event = lastDown()
      if (!event?.shiftKey && !event?.ctrlKey && !event?.metaKey) select([primary])
    }
  }

  area.addPipe((context) => {
    if (!context || typeof context !== 'object' || !('type' in context)) return context
    if (context.type === 'nodepicked') pick(context.data.id)
    if (context.type === 'nodedragged') letGo()
    if (!gesture) return context
    if (context.type === 'nodetranslate' && context.data.id === gesture.primary) {
      const [x0, y0] = gesture.starts.get(gesture.primary)!
      const { x, y } = context.data.position
      const far = Math.hypot(x - x0, y - y0) * area.area.transform.k
      if (!gesture.moved && far < THRESHOLD) return undefined
      gesture.moved = true
      const snap = useSettings.getState().snap !== (lastDown()?.altKey ?? false)
      const grid = (value: number) => (snap ? Math.round(value / GRID) * GRID : Math.round(value))
      return { ...context, data: { ...context.data, position: { x: grid(x), y: grid(y) } } }
    }
    if (context.type === 'nodetranslated' && gesture.starts.has(context.data.id)) {
      const { id, position } = context.data
      geometry.drag(id, [position.x, position.y])
      if (id === gesture.primary) follow(gesture, position)
    }
    return context
  })

  function follow({ primary, starts }: Gesture, { x, y }: { x: number; y: number }): void {
    const [x0, y0] = starts.get(primary)!
    for (const [id, [ox, oy]] of starts)
      if (id !== primary && documentNow().nodes[id]) void area.translate(id, { x: ox + x - x0, y: oy + y - y0 })
  }
}
