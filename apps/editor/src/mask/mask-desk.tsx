import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { keyName } from '../key-name'
import type { Place } from './brush'
import { covered } from './mask'
import { MaskBoard } from './mask-board'
import { MaskTools, type Tool, type Tools } from './mask-tools'
import type { Sheet } from './sheet'
import { fitted, type View, zoomed } from './view'

type MaskDeskProps = {
  readonly sheet: Sheet
  readonly picture: string
  readonly onSave: () => unknown
  /** What stands beside the words at the bottom. */
  readonly children: ReactNode
}

/** Tools on top, the picture in the middle, and every key of both. */
export function MaskDesk({ sheet, picture, onSave, children }: MaskDeskProps) {
  const { mask } = sheet
  const board = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<View>()
  const [tools, setTools] = useState<Tools>(() => ({
    tool: 'brush',
    size: Math.max(4, Math.round(Math.max(mask.width, mask.height) / 10)),
    soft: 0.25,
    opacity: 0.6,
  }))
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  useEffect(() => sheet.onStep(redraw), [sheet])

  const set = (patch: Partial<Tools>) => setTools((before) => ({ ...before, ...patch }))
  const grow = (by: number) => setTools((before) => ({ ...before, size: grown(before.size, by, mask) }))
  const fit = useCallback(() => setView(fitted(sizeOf(board.current!), mask)), [mask])
  const zoom = (by: number, at: Place = middleOf(board.current!)) =>
    setView((before) => before && zoomed(before, at, by))

  const keys: Readonly<Record<string, () => unknown>> = {
    ...Object.fromEntries(Object.entries(toolKeys).map(([key, tool]) => [key, () => set({ tool })])),
    '[': () => grow(1 / 1.15),
    ']': () => grow(1.15),
    i: sheet.invert,
    delete: sheet.clear,
    'ctrl+z': () => sheet.undo(),
    'ctrl+shift+z': () => sheet.redo(),
    'ctrl+y': () => sheet.redo(),
    '+': () => zoom(1.25),
    '=': () => zoom(1.25),
    '-': () => zoom(0.8),
    '0': fit,
    'ctrl+enter': onSave,
    'ctrl+s': onSave,
  }
  const keyed = (event: KeyboardEvent) => {
    const does = keys[keyName(event.nativeEvent)]
    if (!does) return
    event.preventDefault()
    does()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: every key has a button or a slider, too
    <div className="mask-desk" onKeyDown={keyed}>
      <MaskTools sheet={sheet} tools={tools} set={set} zoom={zoom} fit={fit} />
      <MaskBoard ref={board} {...{ sheet, picture, tools, view, setView, fit, grow, zoom }} />
      <div className="mask-foot">
        <span className="mask-hint" role="status">
          {Math.round(100 * covered(mask))} % masked
        </span>
        <span className="mask-hint wide-only">Wheel: size · Ctrl + wheel: zoom · Space + drag: move</span>
        {children}
      </div>
    </div>
  )
}

const toolKeys: Readonly<Record<string, Tool>> = { b: 'brush', e: 'eraser', f: 'fill' }

const sizeOf = ({ clientWidth: width, clientHeight: height }: Element) => ({ width, height })
const middleOf = ({ clientWidth, clientHeight }: Element): Place => [clientWidth / 2, clientHeight / 2]

const grown = (size: number, by: number, { width, height }: Sheet['mask']) =>
  Math.min(Math.max(width, height), Math.max(1, by > 1 ? Math.ceil(size * by) : Math.floor(size * by)))
