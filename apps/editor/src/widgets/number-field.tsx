import { type KeyboardEvent, useState } from 'react'
import { arrowStep, readNumber } from './number-text'

type NumberFieldProps = {
  readonly id: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly fit: (value: number) => number
  readonly onChange: (value: number) => void
}

/** Keeps the text as it is typed; it becomes a value on Enter or when the field is left. Arrow keys move one step. */
export function NumberField({ id, value, min, max, step, fit, onChange }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null)
  const commit = () => {
    const typed = text === null ? undefined : readNumber(text)
    if (typed !== undefined) onChange(fit(typed))
    setText(null)
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur()
    if (event.key === 'Escape') setText(null)
    const steps = arrowStep(event.key, event.shiftKey)
    if (steps === 0) return
    event.preventDefault()
    setText(null)
    onChange(fit(Number(((readNumber(text ?? '') ?? value) + steps * step).toPrecision(12))))
  }
  return (
    <input
      id={id}
      className="field number-field"
      type="text"
      inputMode="decimal"
      role="spinbutton"
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      value={text ?? String(value)}
      onChange={(event) => setText(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={commit}
      onKeyDown={keys}
    />
  )
}
