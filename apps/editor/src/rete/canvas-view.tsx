import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { setCanvas } from '../canvas-api'
import { Annotations } from './annotations'
import { type Canvas, createCanvas } from './canvas'
import { useDropNodes } from './drop-nodes'
import { Portals } from './portal-host'

/** The place on the page where the canvas lives. */
export function CanvasView() {
  const container = useRef<HTMLDivElement>(null)
  const [canvas, setOwn] = useState<Canvas>()
  useEffect(() => {
    const made = createCanvas(container.current!)
    setOwn(made)
    setCanvas(made)
    return () => {
      setCanvas(undefined)
      setOwn(undefined)
      made.destroy()
      container.current?.replaceChildren()
    }
  }, [])
  const drop = useDropNodes()
  return (
    <div className="canvas" data-testid="canvas" {...drop}>
      <div className="canvas-area" ref={container} />
      {canvas && <Portals host={canvas.host} />}
      {canvas && createPortal(<Annotations />, canvas.under)}
    </div>
  )
}
