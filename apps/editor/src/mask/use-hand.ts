import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { Brush, Place } from './brush'
import type { Tools } from './mask-tools'
import type { Sheet } from './sheet'
import { moved, onMask, type View, zoomed } from './view'

type Options = {
  readonly sheet: Sheet
  readonly tools: Tools
  readonly view: View | undefined
  readonly setView: (edit: (before: View | undefined) => View | undefined) => void
}

/** What a held pointer does. */
type Held = { readonly does: 'draw' | 'move'; at: Place }

const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Pointers and keys over the board as strokes and moves. Two fingers move and zoom, and undo the stroke one of them began. */
export function useHand({ sheet, tools, view, setView }: Options) {
  const held = useRef(new Map<number, Held>())
  const space = useRef(false)
  /** Where the brush is, in pixels of the mask. */
  const [at, setAt] = useState<Place | null>(null)

  const brush = (pressure = 1): Brush => ({
    radius: (tools.size / 2) * pressure,
    soft: tools.soft,
    erases: tools.tool === 'eraser',
  })
  const onBoard = ({ currentTarget, clientX, clientY }: PointerEvent | globalThis.PointerEvent): Place => {
    const { left, top } = (currentTarget as Element).getBoundingClientRect()
    return [clientX - left, clientY - top]
  }

  function down(event: PointerEvent<HTMLElement>): void {
    if (!view) return
    event.currentTarget.focus()
    event.currentTarget.setPointerCapture(event.pointerId)
    const place = onBoard(event)
    const fingers = event.pointerType === 'touch' && held.current.size > 0
    const moves = fingers || space.current || event.button === 1 || event.button === 2
    if (fingers) {
      sheet.dropStroke()
      for (const [id, { at }] of held.current) held.current.set(id, { does: 'move', at })
    }
    held.current.set(event.pointerId, { does: moves ? 'move' : 'draw', at: place })
    if (moves) return
    const here = onMask(view, place)
    if (tools.tool === 'fill') sheet.fill(here)
    else {
      sheet.beginStroke()
      sheet.line(here, here, brush(pressureOf(event)))
    }
  }

  function move(event: PointerEvent<HTMLElement>): void {
    if (!view) return
    const place = onBoard(event)
    setAt(onMask(view, place))
    const one = held.current.get(event.pointerId)
    if (!one) return
    if (one.does === 'move') {
      const other = [...held.current.entries()].find(([id]) => id !== event.pointerId)?.[1].at
      const before = one.at
      setView(
        (old) =>
          old && (other ? pinched(old, before, place, other) : moved(old, place[0] - before[0], place[1] - before[1])),
      )
    } else if (tools.tool !== 'fill') {
      // all places between two frames, or a quick curve has corners
      let from = onMask(view, one.at)
      const { left, top } = event.currentTarget.getBoundingClientRect()
      const passed = event.nativeEvent.getCoalescedEvents?.() ?? []
      for (const { clientX, clientY } of [...passed, event]) {
        const to = onMask(view, [clientX - left, clientY - top])
        sheet.line(from, to, brush(pressureOf(event)))
        from = to
      }
    }
    one.at = place
  }

  function up(event: PointerEvent<HTMLElement>): void {
    if (held.current.get(event.pointerId)?.does === 'draw') sheet.endStroke()
    held.current.delete(event.pointerId)
  }

  /** True when the key was for the brush. */
  function key(event: KeyboardEvent): boolean {
    if (event.key === ' ') {
      space.current = true
      return true
    }
    const from = at ?? ([sheet.mask.width / 2, sheet.mask.height / 2] as const)
    const way = arrows[event.key]
    if (event.key !== 'Enter' && !way) return false
    if (event.ctrlKey || event.metaKey) return false
    const step = Math.max(1, tools.size / 4)
    const within = (value: number, side: number) => Math.min(side - 0.5, Math.max(0.5, value))
    const to: Place = way
      ? [within(from[0] + way[0] * step, sheet.mask.width), within(from[1] + way[1] * step, sheet.mask.height)]
      : from
    setAt(to)
    if (way && !event.shiftKey) return true
    if (tools.tool === 'fill') sheet.fill(to)
    else {
      sheet.beginStroke()
      sheet.line(from, to, brush())
      sheet.endStroke()
    }
    return true
  }

  return {
    at,
    key,
    keyUp: (event: KeyboardEvent) => {
      if (event.key === ' ') space.current = false
    },
    pointer: {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: up,
      onPointerLeave: () => setAt(null),
    },
  }
}

/** A pen that is pressed lightly draws finer; other pointers do not know how hard they are pressed. */
const pressureOf = ({ pointerType, pressure }: PointerEvent) => (pointerType === 'pen' ? 0.2 + 0.8 * pressure : 1)

/** One finger went from `before` to `now` while the other stayed. */
function pinched(view: View, before: Place, now: Place, other: Place): View {
  const span = (place: Place) => Math.max(10, Math.hypot(place[0] - other[0], place[1] - other[1]))
  const middle: Place = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]
  return zoomed(moved(view, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2), middle, span(now) / span(before))
}
