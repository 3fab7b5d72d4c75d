import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  useLayoutEffect,
  useRef,
} from 'react'

/** A word of the sentence as it is shown. */
export type Chip = {
  readonly name: string
  /** Its text as the model's tokens cut it. */
  readonly pieces: readonly string[]
  readonly weight: number
  readonly pinned: boolean
}

/** `drag`: it goes on from where it `begin`s, as one change. */
export type Weighing = 'keys' | 'begin' | 'drag'

type WordChipsProps = {
  readonly chips: readonly Chip[]
  /** Whether a run has told where these words went. */
  readonly known: boolean
  readonly onWeight: (at: number, weight: number, by: Weighing) => void
  readonly onLook: (at: number) => void
  readonly onHover: (at: number | null) => void
  /** Its height, CSS pixels. */
  readonly onHeight: (height: number) => void
}

const STEPS = new Map([
  ['ArrowRight', 1],
  ['ArrowUp', 1],
  ['ArrowLeft', -1],
  ['ArrowDown', -1],
])
const [LEAST, MOST] = [-10, 10]
/** Pixels of a drag that are one step; the first few are a click still. */
const [PIXELS, FAR_PIXELS, SLACK] = [7, 24, 4]

/** A sentence as chips: drag one or use the arrow keys to weigh its word, click it to see where it went. */
export function WordChips({ chips, known, onWeight, onLook, onHover, onHeight }: WordChipsProps) {
  const row = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const measure = () => {
      if (row.current?.offsetParent) onHeight(row.current.offsetHeight)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(row.current!)
    return () => observer.disconnect()
  }, [onHeight])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a line of words
    <div ref={row} className="chips" role="group" aria-label="Words">
      {chips.map((chip, at) => (
        <ChipButton
          // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place in the sentence
          key={at}
          chip={chip}
          known={known}
          onWeight={(weight, by) => onWeight(at, weight, by)}
          onLook={() => onLook(at)}
          onHover={(over) => onHover(over ? at : null)}
        />
      ))}
    </div>
  )
}

type ChipButtonProps = Pick<WordChipsProps, 'known'> & {
  readonly chip: Chip
  readonly onWeight: (weight: number, by: Weighing) => void
  readonly onLook: () => void
  readonly onHover: (over: boolean) => void
}

const within = (weight: number) => Math.min(MOST, Math.max(LEAST, Math.round(weight * 100) / 100))

function ChipButton({ chip: { name, pieces, weight, pinned }, known, onWeight, onLook, onHover }: ChipButtonProps) {
  const drag = useRef<{ from: number; weight: number; moved: boolean } | null>(null)

  const press = (event: ReactPointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { from: event.clientX, weight, moved: false }
  }
  const move = (event: ReactPointerEvent) => {
    const now = drag.current
    if (!now) return
    const distance = event.clientX - now.from
    if (!now.moved && Math.abs(distance) < SLACK) return
    const steps = event.shiftKey ? Math.round(distance / FAR_PIXELS) : Math.round(distance / PIXELS) / 10
    onWeight(within(now.weight + steps), now.moved ? 'drag' : 'begin')
    now.moved = true
  }
  const release = () => {
    if (drag.current && !drag.current.moved) onLook()
    drag.current = null
  }
  const keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const steps = STEPS.get(event.key)
    if (steps) onWeight(within(weight + steps * (event.shiftKey ? 1 : 0.1)), 'keys')
    else if (event.key === 'Delete' || event.key === 'Backspace') onWeight(1, 'begin')
    else if (event.key === 'Enter' || event.key === ' ') onLook()
    else return
    event.preventDefault()
  }
  return (
    <span
      className="chip"
      role="slider"
      tabIndex={0}
      aria-label={`weight of ${name}`}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={weight}
      aria-valuetext={`${weight}${pinned ? ', looked at' : ''}`}
      data-pinned={pinned || undefined}
      data-tone={toneOf(weight)}
      style={{ '--strength': `${strengthOf(weight)}%` } as CSSProperties}
      title={`Drag to weigh “${name}”, double click for 1. ${known ? 'Click to see where it went.' : 'Run to see where it goes.'}`}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => {
        drag.current = null
      }}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
      onDoubleClick={() => onWeight(1, 'begin')}
      onKeyDown={keyed}
    >
      <span className="chip-word">
        {pieces.map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces are their places
          <span key={at}>{piece}</span>
        ))}
      </span>
      {weight !== 1 && <b>{String(weight).replace('-', '−')}</b>}
    </span>
  )
}

const toneOf = (weight: number) =>
  weight < 0 ? 'against' : weight === 0 ? 'none' : weight < 1 ? 'cool' : weight > 1 ? 'warm' : undefined

/** How much of the colour a chip takes, in per cent. */
function strengthOf(weight: number): number {
  if (weight < 0) return Math.min(60, 24 - weight * 10)
  if (weight < 1) return 14 + (1 - weight) * 34
  return Math.min(60, 12 + (weight - 1) * 16)
}
