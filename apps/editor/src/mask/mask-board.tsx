import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect } from 'react'
import type { Place } from './brush'
import { MaskLayer } from './mask-layer'
import type { Tools } from './mask-tools'
import type { Sheet } from './sheet'
import { useHand } from './use-hand'
import type { View } from './view'

type MaskBoardProps = {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly sheet: Sheet
  readonly picture: string
  readonly tools: Tools
  readonly view: View | undefined
  readonly setView: (edit: (before: View | undefined) => View | undefined) => void
  readonly fit: () => void
  readonly grow: (by: number) => void
  readonly zoom: (by: number, at?: Place) => void
}

/** The picture under its mask. Mouse, pen and fingers draw; so do the arrow keys with Shift. */
export function MaskBoard({ ref, sheet, picture, tools, view, setView, fit, grow, zoom }: MaskBoardProps) {
  const { mask } = sheet
  const hand = useHand({ sheet, tools, view, setView })
  useLayoutEffect(() => {
    const watch = new ResizeObserver(fit)
    watch.observe(ref.current!)
    return () => watch.disconnect()
  }, [ref, fit])
  useEffect(() => {
    const element = ref.current!
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const by = 1.0015 ** -event.deltaY
      const { left, top } = element.getBoundingClientRect()
      if (event.ctrlKey || event.metaKey) zoom(by, [event.clientX - left, event.clientY - top])
      else if (event.deltaY !== 0) grow(event.deltaY < 0 ? 1.1 : 1 / 1.1)
    }
    element.addEventListener('wheel', wheel, { passive: false }) // React's own listener cannot keep the page still
    return () => element.removeEventListener('wheel', wheel)
  })
  const keyed = (event: KeyboardEvent) => hand.key(event) && event.preventDefault()
  return (
    <div
      ref={ref}
      className="mask-board"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys draw here
      tabIndex={0}
      aria-label="The picture. Arrow keys move the brush, with Shift they draw, Enter makes a dab."
      data-tool={tools.tool}
      data-autofocus
      onKeyDown={keyed}
      onKeyUp={hand.keyUp}
      onContextMenu={(event) => event.preventDefault()}
      {...hand.pointer}
    >
      {view && (
        <div
          className="mask-sheet"
          style={{
            width: mask.width,
            height: mask.height,
            transform: `translate(${view.x}px, ${view.y}px) scale(${view.k})`,
          }}
        >
          <img src={picture} alt="" draggable={false} />
          <MaskLayer sheet={sheet} opacity={tools.opacity} />
        </div>
      )}
      {view && hand.at && (
        <div
          className="mask-ring"
          style={{
            width: tools.size * view.k,
            height: tools.size * view.k,
            left: view.x + hand.at[0] * view.k,
            top: view.y + hand.at[1] * view.k,
          }}
        />
      )}
    </div>
  )
}
