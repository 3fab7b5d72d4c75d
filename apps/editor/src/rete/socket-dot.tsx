import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { ClassicPreset } from 'rete'
import type { Side } from '../document/connect-rules'
import { typeColor, typeShape } from '../type-style'
import { setUi } from '../ui-store'
import type { Extra } from './schemes'
import { forget, register } from './socket-elements'

export type SocketEmitter = (signal: Extra) => void

type SocketDotProps = {
  readonly node: string
  readonly side: Side
  readonly name: string
  readonly label: string
  readonly type: string
  readonly linked?: boolean
  /** A parameter's socket: there, and quiet. */
  readonly quiet?: boolean
  /** Its middle, below the top of the row; the row's middle when absent. */
  readonly top?: number
  readonly emit: SocketEmitter
}

const anySocket = new ClassicPreset.Socket('any')

/** A socket has the focus by keys alone: after a wire was drawn by hand the keys are the canvas's. */
const leaveFocus = (event: MouseEvent) => {
  event.preventDefault()
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** The end of a wire. Tells the connection plugin of itself once; `filled` keeps rete from drawing its own. */
export function SocketDot({ node, side, name, label, type, linked, quiet, top, emit }: SocketDotProps) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = ref.current!
    register(element, { node, side, name })
    emit({
      type: 'render',
      data: { type: 'socket', element, nodeId: node, side, key: name, payload: anySocket, filled: true },
    })
    return () => {
      forget(element)
      emit({ type: 'unmount', data: { element } })
    }
  }, [node, side, name, emit])
  const wire = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    const { right, bottom } = ref.current!.getBoundingClientRect()
    setUi({ quickWire: { screen: [right, bottom], node, socket: { node, side, name } } })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button would take the pointer from the wire
    <div
      ref={ref}
      className="socket"
      role="button"
      tabIndex={quiet ? -1 : 0}
      aria-label={`${side === 'input' ? 'Input' : 'Output'} ${label}`}
      onKeyDown={wire}
      onMouseDown={leaveFocus}
      data-side={side}
      data-socket={`${node}.${name}`}
      data-quiet={quiet || undefined}
      data-linked={linked || undefined}
      data-shape={typeShape(type)}
      style={{ color: typeColor(type), ...(top !== undefined && { top }) }}
      title={`${label}: ${type}`}
    />
  )
}
