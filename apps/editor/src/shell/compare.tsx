import { type ReactNode, type PointerEvent as ReactPointerEvent, useRef, useState } from 'react'

export type Side = { readonly label: string; readonly picture: ReactNode }

type CompareProps = {
  readonly left: Side
  readonly right: Side
  /** Which one is shown whole while they flicker. */
  readonly only: 'left' | 'right' | null
}

const within = (part: number) => Math.min(100, Math.max(0, part))

/** Two pictures in one place: the left one up to a divider, the right one after it. */
export function Compare({ left, right, only }: CompareProps) {
  const [part, setPart] = useState(50)
  const box = useRef<HTMLDivElement>(null)
  const shown = only === 'left' ? 100 : only === 'right' ? 0 : part
  const follow = (event: ReactPointerEvent<HTMLElement>) => {
    const { left: from, width } = box.current!.getBoundingClientRect()
    if (event.buttons & 1) setPart(within(((event.clientX - from) / width) * 100))
  }
  return (
    <div
      ref={box}
      className="compare"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        follow(event)
      }}
      onPointerMove={follow}
    >
      {right.picture}
      <div className="compare-left" style={{ clipPath: `inset(0 ${100 - shown}% 0 0)` }}>
        {left.picture}
      </div>
      {shown > 0 && <span className="compare-label">{left.label}</span>}
      {shown < 100 && (
        <span className="compare-label" data-right>
          {right.label}
        </span>
      )}
      {!only && (
        <div
          className="divider"
          role="slider"
          tabIndex={0}
          aria-label={`Divider: ${left.label} to its left, ${right.label} to its right`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(part)}
          style={{ left: `${part}%` }}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
            if (by === 0) return
            event.stopPropagation() // the arrow keys go through the pictures elsewhere
            event.preventDefault()
            setPart((now) => within(now + by * (event.shiftKey ? 10 : 2)))
          }}
        />
      )}
    </div>
  )
}
