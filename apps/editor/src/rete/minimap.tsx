import { type PointerEvent, useEffect, useRef } from 'react'
import { canvas } from '../canvas-api'
import { around, type Box, contains, grown, shown } from '../document/boxes'
import { useGraph } from '../graph-store'
import { useRun } from '../run/run-store'
import { geometry } from './geometry'
import { useView } from './view-store'

const [WIDTH, HEIGHT] = [176, 112]

/** The whole document small, with what is seen of it. Press or drag to go there. Hides while all is seen. */
export function Minimap() {
  const ref = useRef<HTMLCanvasElement>(null)
  const scale = useRef({ k: 1, x: 0, y: 0 })
  useEffect(() => {
    let frame = 0
    const draw = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0
        if (ref.current) scale.current = paint(ref.current)
      })
    }
    const stops = [geometry.onChange(draw), ...[useView, useGraph, useRun].map((store) => store.subscribe(draw))]
    draw()
    return () => {
      cancelAnimationFrame(frame)
      for (const stop of stops) stop()
    }
  }, [])
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const { k, x, y } = scale.current
    const [px, py] = [(event.clientX - left - x) / k, (event.clientY - top - y) / k]
    const view = canvas()?.view()
    const area = document.querySelector('.canvas-area')
    if (view && area)
      canvas()?.moveTo({ k: view.k, x: area.clientWidth / 2 - px * view.k, y: area.clientHeight / 2 - py * view.k })
  }
  return (
    <canvas
      ref={ref}
      className="minimap"
      width={WIDTH * 2}
      height={HEIGHT * 2}
      aria-label="Minimap"
      onPointerDown={go}
      onPointerMove={go}
    />
  )
}

const phaseColor: Readonly<Record<string, string>> = { running: '#ff9d5c', failed: '#f2686f', done: '#4f5a6b' }

function paint(target: HTMLCanvasElement): { k: number; x: number; y: number } {
  const context = target.getContext('2d')!
  const boxes = canvas()?.boxes() ?? new Map<string, Box>()
  const area = document.querySelector('.canvas-area')
  const view = shown(useView.getState(), area?.clientWidth ?? 1, area?.clientHeight ?? 1)
  const whole = grown(around([...boxes.values(), view])!, 20)
  const k = Math.min(WIDTH / whole.width, HEIGHT / whole.height)
  const x = (WIDTH - whole.width * k) / 2 - whole.x * k
  const y = (HEIGHT - whole.height * k) / 2 - whole.y * k
  context.setTransform(2, 0, 0, 2, 0, 0)
  context.clearRect(0, 0, WIDTH, HEIGHT)
  target.toggleAttribute('data-idle', contains(view, around([...boxes.values()]) ?? view))
  const { nodes } = useRun.getState()
  const { selection } = useGraph.getState()
  for (const [id, box] of boxes) {
    context.fillStyle = selection.has(id) ? '#ffb98a' : (phaseColor[nodes[id]?.phase ?? ''] ?? '#3a4352')
    context.fillRect(x + box.x * k, y + box.y * k, Math.max(1.5, box.width * k), Math.max(1.5, box.height * k))
  }
  context.strokeStyle = 'rgba(255,255,255,.55)'
  context.lineWidth = 1
  context.strokeRect(x + view.x * k, y + view.y * k, view.width * k, view.height * k)
  return { k, x, y }
}
