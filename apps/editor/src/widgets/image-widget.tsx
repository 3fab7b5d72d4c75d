import { type DragEvent, useContext, useId, useState } from 'react'
import { CloseIcon, ImageIcon } from '../icons'
import { DrawingContext, PicturesContext } from './surroundings'
import type { ImageSpec, WidgetProps } from './widget'

const KINDS = 'image/png,image/jpeg,image/webp'

/** Drop a picture or choose one; shows it small. The value is the id the server gave it. */
export function ImageWidget({ spec, value, onChange }: WidgetProps<ImageSpec>) {
  const id = useId()
  const { upload, url, failed } = useContext(PicturesContext)
  const { mask } = useContext(DrawingContext)
  const [state, setState] = useState<'idle' | 'over' | 'sending'>('idle')
  const send = async (file: File | undefined) => {
    setState('idle')
    if (!file) return
    if (!KINDS.split(',').includes(file.type)) return failed(`${file.name} is not a PNG, JPEG or WebP picture`)
    setState('sending')
    await upload(file).then(
      (asset) => onChange(asset.id),
      (error: Error) => failed(error.message),
    )
    setState('idle')
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    void send(event.dataTransfer.files[0])
  }
  return (
    <div className="widget tall">
      <label htmlFor={id}>{spec.label}</label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the input inside takes keys */}
      <div
        className="image-field"
        data-state={state}
        onDrop={drop}
        onDragOver={(event) => {
          event.preventDefault()
          event.stopPropagation()
          setState('over')
        }}
        onDragLeave={() => setState('idle')}
      >
        {value ? <img src={url(value)} alt="" draggable={false} /> : <ImageIcon />}
        {value && mask && <div className="drawn-mask" style={{ maskImage: `url("${url(mask)}")` }} />}
        {!value && <span>{state === 'sending' ? 'Sending…' : 'Drop a picture or choose'}</span>}
        <input id={id} type="file" accept={KINDS} onChange={(event) => void send(event.currentTarget.files?.[0])} />
        {value && (
          <button type="button" className="field-button" aria-label="Take the picture out" onClick={() => onChange('')}>
            <CloseIcon />
          </button>
        )}
      </div>
    </div>
  )
}
