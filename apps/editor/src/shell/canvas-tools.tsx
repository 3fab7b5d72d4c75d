import { canvas } from '../canvas-api'
import { useGraph } from '../graph-store'
import { FitIcon, MinusIcon, PlusIcon } from '../icons'
import { fitSelection } from '../keymap'
import { Minimap } from '../rete/minimap'
import { useView } from '../rete/view-store'
import { useSettings } from '../settings'

/** Minimap and zoom, in the corner of the canvas. */
export function CanvasTools() {
  const zoom = useView((state) => Math.round(state.k * 100))
  const minimap = useSettings((state) => state.minimap)
  const some = useGraph((state) => Object.keys(state.document.nodes).length > 0)
  return (
    <div className="canvas-tools">
      {minimap && some && <Minimap />}
      <div className="zoom-tools">
        <button type="button" aria-label="Zoom out" onClick={() => canvas()?.zoomBy(0.8)}>
          <MinusIcon size={14} />
        </button>
        <span>{zoom}%</span>
        <button type="button" aria-label="Zoom in" onClick={() => canvas()?.zoomBy(1.25)}>
          <PlusIcon size={14} />
        </button>
        <button type="button" aria-label="Zoom to fit" title="Fit (F)" onClick={fitSelection}>
          <FitIcon size={14} />
        </button>
      </div>
    </div>
  )
}
