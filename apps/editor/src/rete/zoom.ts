import { Zoom } from 'rete-area-plugin'
import { useSettings } from '../settings'

/** Zooms by wheel or pinch; leaves the wheel to a field that can scroll, and double clicks to whoever wants them. */
export class QuietZoom extends Zoom {
  constructor(private readonly pan: (dx: number, dy: number) => void) {
    super(0.1)
  }

  protected override wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && scrolls(event.target, event.deltaY)) return
    event.preventDefault()
    if (useSettings.getState().wheelPans && !event.ctrlKey && !event.metaKey)
      return this.pan(-event.deltaX, -event.deltaY)
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 20 : event.deltaY
    const strength = event.ctrlKey ? 0.01 : 0.0015
    const delta = Math.exp(-Math.max(-160, Math.min(160, pixels)) * strength) - 1
    const { left, top } = this.element.getBoundingClientRect()
    this.onzoom(delta, (left - event.clientX) * delta, (top - event.clientY) * delta, 'wheel')
  }

  protected override dblclick = () => {}
}

/** Whether a field under the pointer has more to show in this direction. */
function scrolls(target: EventTarget | null, delta: number): boolean {
  const field = target instanceof Element ? target.closest('textarea, [data-scrolls]') : null
  if (!field || field.scrollHeight <= field.clientHeight + 1) return false
  return delta < 0 ? field.scrollTop > 0 : field.scrollTop + field.clientHeight < field.scrollHeight - 1
}
