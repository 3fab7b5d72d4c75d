import { type ReactNode, useId } from 'react'
import {
  BrushIcon,
  EraserIcon,
  FillIcon,
  FitIcon,
  InvertIcon,
  MinusIcon,
  PlusIcon,
  RedoIcon,
  TrashIcon,
  UndoIcon,
} from '../icons'
import type { Sheet } from './sheet'

export type Tool = 'brush' | 'eraser' | 'fill'
/** `size`: diameter in pixels of the mask; `soft` and `opacity` 0…1. */
export type Tools = { readonly tool: Tool; readonly size: number; readonly soft: number; readonly opacity: number }

type MaskToolsProps = {
  readonly sheet: Sheet
  readonly tools: Tools
  readonly set: (patch: Partial<Tools>) => void
  readonly zoom: (by: number) => void
  readonly fit: () => void
}

/** Everything that can be done to a mask, as buttons and sliders. */
export function MaskTools({ sheet, tools, set, zoom, fit }: MaskToolsProps) {
  const { width, height } = sheet.mask
  const pick = (tool: Tool, label: string, icon: ReactNode) => (
    <ToolButton label={label} pressed={tools.tool === tool} onClick={() => set({ tool })}>
      {icon}
    </ToolButton>
  )
  return (
    <div className="mask-tools" role="toolbar" aria-label="Tools of the mask">
      <div>
        {pick('brush', 'Brush (B)', <BrushIcon />)}
        {pick('eraser', 'Eraser (E)', <EraserIcon />)}
        {pick('fill', 'Fill an area (F)', <FillIcon />)}
      </div>
      <Slider
        label="Size"
        min={1}
        max={Math.max(width, height)}
        curve={3}
        value={tools.size}
        onChange={(size) => set({ size })}
      />
      <Slider label="Soft edge" min={0} max={1} value={tools.soft} onChange={(soft) => set({ soft })} />
      <Slider label="Overlay" min={0.1} max={1} value={tools.opacity} onChange={(opacity) => set({ opacity })} />
      <div>
        <ToolButton label="Undo (Ctrl Z)" disabled={!sheet.canUndo} onClick={() => sheet.undo()}>
          <UndoIcon />
        </ToolButton>
        <ToolButton label="Redo (Ctrl Shift Z)" disabled={!sheet.canRedo} onClick={() => sheet.redo()}>
          <RedoIcon />
        </ToolButton>
        <ToolButton label="Invert (I)" onClick={sheet.invert}>
          <InvertIcon />
        </ToolButton>
        <ToolButton label="Clear (Delete)" onClick={sheet.clear}>
          <TrashIcon />
        </ToolButton>
      </div>
      <div>
        <ToolButton label="Zoom out (-)" onClick={() => zoom(0.8)}>
          <MinusIcon />
        </ToolButton>
        <ToolButton label="Zoom in (+)" onClick={() => zoom(1.25)}>
          <PlusIcon />
        </ToolButton>
        <ToolButton label="Fit (0)" onClick={fit}>
          <FitIcon />
        </ToolButton>
      </div>
    </div>
  )
}

type ToolButtonProps = {
  label: string
  onClick: () => void
  children: ReactNode
  pressed?: boolean
  disabled?: boolean
}

function ToolButton({ label, pressed, disabled, onClick, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  )
}

type SliderProps = {
  readonly label: string
  readonly min: number
  readonly max: number
  /** Above 1 the small values get more of the way. */
  readonly curve?: number
  readonly value: number
  readonly onChange: (value: number) => void
}

const STEPS = 100

function Slider({ label, min, max, curve = 1, value, onChange }: SliderProps) {
  const id = useId()
  const part = max > min ? ((value - min) / (max - min)) ** (1 / curve) : 0
  const shown = max > 1 ? `${Math.round(value)} px` : `${Math.round(100 * value)} %`
  return (
    <div className="mask-slider">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="slider"
        type="range"
        min={0}
        max={STEPS}
        value={Math.round(part * STEPS)}
        aria-valuetext={shown}
        style={{ '--filled': `${100 * part}%` } as object}
        onChange={(event) => {
          const next = min + (event.currentTarget.valueAsNumber / STEPS) ** curve * (max - min)
          onChange(max > 1 ? Math.max(min, Math.round(next)) : next)
        }}
      />
      <output htmlFor={id}>{shown}</output>
    </div>
  )
}
