import { type CSSProperties, useId } from 'react'
import { NumberField } from './number-field'
import { clamp, settle } from './number-text'
import type { NumberSpec, WidgetProps } from './widget'

/** A slider beside its value; the arrow keys move one step, Shift ten. */
export function NumberWidget({ spec, value, onChange }: WidgetProps<NumberSpec>) {
  const id = useId()
  const { min, max, step } = spec
  const filled = { '--filled': `${(100 * (clamp(value, spec) - min)) / (max - min || 1)}%` } as CSSProperties
  return (
    <div className="widget">
      <label htmlFor={id}>{spec.label}</label>
      <input
        className="slider"
        type="range"
        aria-hidden
        tabIndex={-1}
        style={filled}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(event) => onChange(settle(event.currentTarget.valueAsNumber, spec))}
      />
      <NumberField
        id={id}
        value={value}
        min={min}
        max={max}
        step={step}
        fit={(v) => clamp(v, spec)}
        onChange={onChange}
      />
    </div>
  )
}
