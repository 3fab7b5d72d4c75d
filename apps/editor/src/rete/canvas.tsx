import { NodeEditor } from 'rete'
import { AreaPlugin } from 'rete-area-plugin'
import { ConnectionPlugin } from 'rete-connection-plugin'
import { ReactPlugin } from 'rete-react-plugin'
import type { CanvasApi } from '../canvas-api'
import { around, fitView } from '../document/boxes'
import type { Point } from '../document/commands'
import { documentNow, useGraph } from '../graph-store'
import { useRun } from '../run/run-store'
import { Boundary } from '../shell/boundary'
import { useSpecs } from '../specs-store'
import { boxSelect } from './box-select'
import { WireFlow } from './flow'
import { geometry } from './geometry'
import { NodeBox } from './node-box'
import { dragNodes } from './node-drag'
import { paneDrag } from './pane-drag'
import { listenToPointer } from './pointer'
import { PortalHost } from './portal-host'
import type { Extra, Schemes } from './schemes'
import type { SocketEmitter } from './socket-dot'
import { syncWith } from './sync'
import { useView } from './view-store'
import { Visibility } from './visibility'
import { Wires } from './wires'
import { Wiring } from './wiring'
import { QuietZoom } from './zoom'

const [SMALLEST, LARGEST] = [0.1, 2.5]

export type Canvas = CanvasApi & { readonly host: PortalHost; readonly under: HTMLElement; destroy(): void }

/** A rete canvas that shows the open document. Rete holds nodes and places; everything else is read from the document. */
export function createCanvas(container: HTMLElement): Canvas {
  const editor = new NodeEditor<Schemes>()
  const area = new AreaPlugin<Schemes, Extra>(container)
  const connection = new ConnectionPlugin<Schemes, Extra>()
  const host = new PortalHost()
  const react = new ReactPlugin<Schemes, Extra>({ createRoot: host.createRoot })
  const wires = new Wires()
  const visibility = new Visibility(area, container)
  const under = document.createElement('div')
  under.className = 'under-nodes'
  area.area.content.holder.prepend(under, wires.svg)

  const toCanvas = ([x, y]: Point): Point => {
    const { left, top } = container.getBoundingClientRect()
    const { x: dx, y: dy, k } = area.area.transform
    return [(x - left - dx) / k, (y - top - dy) / k]
  }
  const wiring = new Wiring(wires, container, toCanvas, () => area.area.transform.k)

  const emit: SocketEmitter = (signal) => void area.emit(signal)
  react.addPreset<Extra>({
    render: ({ data }) => {
      if (data.type !== 'node' || !visibility.isMounted(data.payload.id)) return null
      return (
        <Boundary instead={(error) => <div className="node-messages">{error.message}</div>}>
          <NodeBox id={data.payload.id} emit={emit} />
        </Boundary>
      )
    },
  })
  connection.addPreset(() => new WireFlow(wiring) as never)
  area.area.setZoomHandler(
    new QuietZoom((dx, dy) => void area.area.translate(area.area.transform.x + dx, area.area.transform.y + dy)),
  )
  area.area.setDragHandler(paneDrag())
  editor.use(area)
  area.use(connection as never)
  area.use(react as never)

  const pointer = listenToPointer(container, { wiring, toCanvas })
  dragNodes(area, pointer.lastDown)
  boxSelect(container, pointer.isPane, toCanvas)

  const seen = () => {
    const { x, y, k } = area.area.transform
    container.style.setProperty('--x', `${x}px`)
    container.style.setProperty('--y', `${y}px`)
    container.style.setProperty('--k', String(k))
    useView.setState({ x, y, k })
    visibility.schedule()
  }
  area.addPipe((context) => {
    if (!context || typeof context !== 'object' || !('type' in context)) return context
    if (context.type === 'zoom') {
      const zoom = Math.min(LARGEST, Math.max(SMALLEST, context.data.zoom))
      return { ...context, data: { ...context.data, zoom } }
    }
    if (context.type === 'translated' || context.type === 'zoomed') seen()
    return context
  })

  const sync = syncWith(editor, area, wires, visibility)
  const api: Canvas = {
    host,
    under,
    fit(ids) {
      const box = around([...(ids ?? Object.keys(documentNow().nodes))].map((id) => geometry.box(id)))
      if (box) api.moveTo(fitView(box, container.clientWidth, container.clientHeight))
    },
    show(id) {
      const { x, y, width, height } = geometry.box(id)
      const k = Math.max(0.7, area.area.transform.k)
      const [cx, cy] = [container.clientWidth / 2, container.clientHeight / 2]
      api.moveTo({ k, x: cx - (x + width / 2) * k, y: cy - (y + height / 2) * k })
    },
    zoomBy(factor) {
      const { x, y, k } = area.area.transform
      const to = Math.min(LARGEST, Math.max(SMALLEST, k * factor))
      const [cx, cy] = [container.clientWidth / 2, container.clientHeight / 2]
      api.moveTo({ k: to, x: cx - ((cx - x) / k) * to, y: cy - ((cy - y) / k) * to })
    },
    moveTo: ({ x, y, k }) => void area.area.zoom(k, 0, 0).then(() => area.area.translate(x, y)),
    toCanvas,
    middle: () => {
      const { left, top, width, height } = container.getBoundingClientRect()
      return toCanvas([left + width / 2, top + height / 2])
    },
    pointer: () => toCanvas(pointer.screen()),
    box: (id) => geometry.box(id),
    boxes: () => new Map(Object.keys(documentNow().nodes).map((id) => [id, geometry.box(id)])),
    view: () => ({ ...area.area.transform }),
    cancelWire: () => {
      const going = wiring.cancel()
      if (going) connection.drop()
      return going
    },
    destroy() {
      for (const stop of stops) stop()
      visibility.destroy()
      area.destroy()
    },
  }

  let opened = -1
  const redraw = () => {
    const fresh = useGraph.getState().opened !== opened
    opened = useGraph.getState().opened
    void sync().then(() => fresh && api.fit())
  }
  const stops = [
    pointer.destroy,
    useGraph.subscribe((now, before) => {
      if (now.document !== before.document) redraw()
      if (now.wire !== before.wire) wires.select(now.wire)
      if (now.selection !== before.selection) visibility.schedule()
    }),
    useSpecs.subscribe(() => {
      wires.placeAll()
      api.fit()
    }),
    useRun.subscribe((now, before) => {
      if (now.nodes !== before.nodes) wires.mark('active', ({ to }) => now.nodes[to]?.phase === 'running')
    }),
    geometry.onChange((id) => {
      wires.place(id)
      visibility.schedule()
    }),
  ]
  seen()
  redraw()
  return api
}
