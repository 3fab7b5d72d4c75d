import { useContext } from 'react'
import { BrushIcon, CloseIcon } from '../icons'
import { DrawingContext } from './surroundings'
import type { MaskSpec, WidgetProps } from './widget'

/** Opens the picture to draw on; what was drawn is shown on the picture itself. */
export function MaskWidget({ spec, value, onChange }: WidgetProps<MaskSpec>) {
  const { picture, draw } = useContext(DrawingContext)
  return (
    <div className="widget">
      <span className="widget-label">{spec.label}</span>
      <button
        type="button"
        className="field wide draw-button"
        disabled={!picture}
        title={picture ? undefined : 'Choose a picture first'}
        onClick={draw}
      >
        <BrushIcon size={14} />
        {value ? 'Edit the mask' : 'Draw a mask'}
      </button>
      {value && (
        <button type="button" className="field-button" aria-label="Take the mask away" onClick={() => onChange('')}>
          <CloseIcon />
        </button>
      )}
    </div>
  )
}
