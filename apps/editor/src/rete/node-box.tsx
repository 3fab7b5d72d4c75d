import { isLink, type Problem } from '@loom/protocol'
import { type CSSProperties, memo, type ReactNode, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { patchNodes } from '../document/commands'
import { labelWidth, type NodeLayout, type Row } from '../document/node-layout'
import { specOf } from '../document/specs'
import { change, useGraph } from '../graph-store'
import { useRun } from '../run/run-store'
import { useSpecs } from '../specs-store'
import { geometry } from './geometry'
import { keepFromDragging } from './keep-from-dragging'
import { NodeHeader } from './node-header'
import { NodeMessages } from './node-messages'
import { NodePicture } from './node-picture'
import { ParamRow } from './param-control'
import { SocketDot, type SocketEmitter } from './socket-dot'
import { useCanvasDrag } from './use-canvas-drag'

const NO_PROBLEMS: readonly Problem[] = []

/** Any node of any document: drawn from its declaration, its values and what the run says of it. */
export const NodeBox = memo(function NodeBox({ id, emit }: { id: string; emit: SocketEmitter }) {
  const node = useGraph((state) => state.document.nodes[id])
  const specs = useSpecs((state) => state.specs)
  const spec = useGraph((state) => specOf(state.document, id, specs))
  const selected = useGraph((state) => state.selection.has(id))
  const run = useRun((state) => state.nodes[id])
  const problems = useRun((state) => (state.problems.length === 0 ? NO_PROBLEMS : state.problems)).filter(
    (problem) => problem.node === id,
  )
  useSyncExternalStore(
    (tell) => geometry.onChange((changed) => changed === id && tell()),
    () => geometry.fieldsOf(id),
  )
  const layout = geometry.layout(id)
  if (!node || !spec || !layout) return null
  const unknown = !spec.known && specs.size > 0
  const title = node.title ?? spec.title
  const wrong = unknown || problems.length > 0 || run?.phase === 'failed'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be drawn as a node
    <div
      className="node"
      role="group"
      aria-label={`${title} (${id})`}
      data-node-id={id}
      data-node-type={node.type}
      data-selected={selected || undefined}
      data-phase={run?.phase}
      data-mode={node.mode}
      data-wrong={wrong || undefined}
      data-collapsed={node.collapsed || undefined}
      style={{ width: layout.width, minHeight: layout.height, '--label': `${labelWidth(spec)}px` } as CSSProperties}
    >
      <NodeHeader id={id} title={title} node={node} spec={spec} run={run} />
      {node.collapsed ? (
        <CollapsedSockets id={id} layout={layout} emit={emit} />
      ) : (
        <div className="node-body">
          {layout.rows.map((row) => (
            <RowOf key={keyOf(row)} id={id} row={row} problems={problems} emit={emit} />
          ))}
        </div>
      )}
      <Below id={id}>
        <NodeMessages
          type={node.type}
          unknown={unknown}
          error={run?.error}
          warnings={run?.warnings}
          problems={problems}
        />
      </Below>
      {!node.collapsed && <WidthGrip id={id} width={layout.width} />}
    </div>
  )
})

const keyOf = (row: Row) => (row.kind === 'param' ? row.param.name : `${row.kind} ${row.top}`)

function RowOf({
  id,
  row,
  problems,
  emit,
}: {
  id: string
  row: Row
  problems: readonly Problem[]
  emit: SocketEmitter
}) {
  if (row.kind === 'picture') return <NodePicture id={id} height={row.height} />
  if (row.kind === 'fold') return <FoldRow id={id} row={row} />
  if (row.kind === 'param') return <ParamRow id={id} row={row} problems={problems} emit={emit} />
  return <PortsRow id={id} row={row} problems={problems} emit={emit} />
}

/** Unfolds the advanced parameters of a node, and folds them again. */
function FoldRow({ id, row: { height, hidden } }: { id: string; row: Row & { kind: 'fold' } }) {
  const closed = hidden > 0
  return (
    <button
      type="button"
      className="fold"
      style={{ height }}
      aria-expanded={!closed}
      onPointerDown={keepFromDragging}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={() => change(closed ? 'Unfold' : 'Fold', patchNodes([id], { unfolded: closed || undefined }))}
    >
      {closed ? `${hidden} more` : 'Fewer'}
    </button>
  )
}

type PortsRowProps = { id: string; row: Row & { kind: 'ports' }; problems: readonly Problem[]; emit: SocketEmitter }

function PortsRow({ id, row: { input, output, height }, problems, emit }: PortsRowProps) {
  const linked = useGraph((state) => input !== undefined && isLink(state.document.nodes[id]?.inputs[input.name]))
  const wrong = problems.some((problem) => problem.input !== undefined && problem.input === input?.name)
  return (
    <div className="ports" style={{ height }} data-input={input?.name} data-wrong={wrong || undefined}>
      {input && <SocketDot node={id} side="input" {...input} linked={linked} emit={emit} />}
      {input && <span data-optional={input.optional || undefined}>{input.label}</span>}
      {output && <span className="output-label">{output.label}</span>}
      {output && <SocketDot node={id} side="output" {...output} linked emit={emit} />}
    </div>
  )
}

/** One dot a side stands for all sockets of a collapsed node. */
function CollapsedSockets({ id, layout, emit }: { id: string; layout: NodeLayout; emit: SocketEmitter }) {
  return (['input', 'output'] as const).map((side) => {
    const dots = Object.entries(side === 'input' ? layout.inputs : layout.outputs)
    const [first] = dots
    if (!first) return null
    const [name, { type }] = first
    return (
      <div key={side} className="collapsed-socket" data-side={side}>
        <SocketDot node={id} side={side} name={name} label={name} type={type} linked emit={emit} />
      </div>
    )
  })
}

/** The right edge, pulled to make room for long texts. */
function WidthGrip({ id, width }: { id: string; width: number }) {
  const drag = useCanvasDrag(() => (dx) => {
    const wanted = Math.min(900, Math.max(180, Math.round(width + dx)))
    change('Resize', patchNodes([id], { width: wanted }), { gesture: `width ${id}` })
  })
  return <div className="width-grip" onPointerDown={drag} />
}

/** What hangs below the rows counts for the box. */
function Below({ id, children }: { id: string; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => geometry.setExtra(id, ref.current?.offsetHeight ?? 0))
  return <div ref={ref}>{children}</div>
}
