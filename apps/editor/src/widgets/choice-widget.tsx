import { useId } from 'react'
import { ChevronIcon } from '../icons'
import type { ChoiceSpec, WidgetProps } from './widget'

/** A label may go on behind a middle dot with what the choice is good for: read in the list, where there is room. */
const nameOf = (label: string) => label.split(' · ')[0]!

/** A native list under the name of what is chosen. A value that is not offered any more stays visible until another is chosen. */
export function ChoiceWidget({ spec, value, onChange }: WidgetProps<ChoiceSpec>) {
  const id = useId()
  const chosen = spec.options.find((option) => option.value === value)
  const label = chosen?.label ?? (value ? `${value} (missing)` : 'choose…')
  return (
    <div className="widget">
      <label htmlFor={id}>{spec.label}</label>
      <div className="field wide choice" data-missing={!chosen || undefined} title={label}>
        <span aria-hidden="true">{nameOf(label)}</span>
        <ChevronIcon size={12} />
        <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {!chosen && <option value={value}>{label}</option>}
          {spec.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    </div>
  )
}
