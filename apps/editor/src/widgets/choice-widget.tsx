import { useId } from 'react'
import type { ChoiceSpec, WidgetProps } from './widget'

/** A native list. A value that is not offered any more stays visible until another is chosen. */
export function ChoiceWidget({ spec, value, onChange }: WidgetProps<ChoiceSpec>) {
  const id = useId()
  const offered = spec.options.some((option) => option.value === value)
  return (
    <div className="widget">
      <label htmlFor={id}>{spec.label}</label>
      <select
        id={id}
        className="field wide"
        data-missing={!offered || undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {!offered && <option value={value}>{value ? `${value} (missing)` : 'choose…'}</option>}
        {spec.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
