import { useId } from 'react'
import type { BooleanSpec, WidgetProps } from './widget'

export function BooleanWidget({ spec, value, onChange }: WidgetProps<BooleanSpec>) {
  const id = useId()
  return (
    <div className="widget">
      <label htmlFor={id}>{spec.label}</label>
      <input
        id={id}
        className="switch"
        type="checkbox"
        role="switch"
        checked={value}
        aria-checked={value}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  )
}
