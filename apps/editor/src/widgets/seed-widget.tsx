import { useContext, useId } from 'react'
import { DiceIcon, RepeatIcon } from '../icons'
import { NumberField } from './number-field'
import { clamp } from './number-text'
import { randomSeed } from './random-seed'
import { SeedChanges } from './surroundings'
import type { SeedSpec, WidgetProps } from './widget'

const RANGE = { min: 0, max: Number.MAX_SAFE_INTEGER, step: 1, integer: true }

/** A whole number with a dice; the second button draws a new one after each run. */
export function SeedWidget({ spec, value, onChange }: WidgetProps<SeedSpec>) {
  const id = useId()
  const { changes, toggle } = useContext(SeedChanges)
  return (
    <div className="widget">
      <label htmlFor={id}>{spec.label}</label>
      <NumberField id={id} value={value} {...RANGE} fit={(v) => clamp(v, RANGE)} onChange={onChange} />
      <button
        type="button"
        className="field-button"
        aria-label={`Random ${spec.label.toLowerCase()}`}
        title="Draw a new seed"
        onClick={() => onChange(randomSeed())}
      >
        <DiceIcon />
      </button>
      <button
        type="button"
        className="field-button"
        aria-label="Randomise after each run"
        aria-pressed={changes}
        title="Draw a new seed after each run"
        onClick={toggle}
      >
        <RepeatIcon />
      </button>
    </div>
  )
}
