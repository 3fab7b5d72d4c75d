import type { WorkflowNode } from '@loom/protocol'
import { useState } from 'react'
import { patchNodes } from '../document/commands'
import type { DrawnSpec } from '../document/specs'
import { duration } from '../format'
import { change } from '../graph-store'
import { ChevronIcon } from '../icons'
import type { NodeRun } from '../run/run-store'
import { typeColor } from '../type-style'
import { keepFromDragging } from './keep-from-dragging'

type NodeHeaderProps = {
  readonly id: string
  readonly title: string
  readonly node: WorkflowNode
  readonly spec: DrawnSpec
  readonly run: NodeRun | undefined
}

/** Title (double click renames), what the run says, and a line of progress. */
export function NodeHeader({ id, title, node, spec, run }: NodeHeaderProps) {
  const [renaming, setRenaming] = useState(false)
  const main = spec.outputs[0]?.type ?? spec.inputs[0]?.type ?? '*'
  const rename = (text: string) => {
    setRenaming(false)
    const wanted = text.trim()
    change('Rename', patchNodes([id], { title: wanted === '' || wanted === spec.title ? undefined : wanted }))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: renaming is also in the menu and on F2
    <div className="node-header" onDoubleClick={() => setRenaming(true)}>
      <button
        type="button"
        className="node-fold"
        aria-label={node.collapsed ? 'Expand' : 'Collapse'}
        style={{ color: typeColor(main) }}
        onPointerDown={keepFromDragging}
        onDoubleClick={(event) => event.stopPropagation()}
        onClick={() => change('Collapse', patchNodes([id], { collapsed: node.collapsed ? undefined : true }))}
      >
        <ChevronIcon size={12} />
      </button>
      {renaming ? (
        <input
          className="node-title-field"
          aria-label="Title"
          defaultValue={title}
          // biome-ignore lint/a11y/noAutofocus: it was asked for
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          onPointerDown={keepFromDragging}
          onBlur={(event) => rename(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
            if (event.key === 'Escape') setRenaming(false)
          }}
        />
      ) : (
        <span className="node-title" title={`${title} · ${id}`}>
          {title}
        </span>
      )}
      {node.mode && <span className="node-tag">{node.mode}</span>}
      {run && <RunTag run={run} />}
      {run?.phase === 'running' && <Progress {...run} />}
    </div>
  )
}

function RunTag({ run: { phase, cached, durationMs, done, total } }: { run: NodeRun }) {
  if (phase === 'done' && cached)
    return (
      <span className="node-tag" title="Unchanged: taken from the cache">
        cached
      </span>
    )
  if (phase === 'done' && durationMs !== undefined) return <span className="node-tag">{duration(durationMs)}</span>
  if (phase === 'running') return <span className="node-tag active">{total ? `${done} / ${total}` : 'working'}</span>
  if (phase === 'skipped') return <span className="node-tag">skipped</span>
  return null
}

function Progress({ done, total }: NodeRun) {
  const share = total ? (done ?? 0) / total : undefined
  return (
    <div
      className="node-progress"
      role="progressbar"
      aria-label="Progress of this node"
      aria-valuenow={share === undefined ? undefined : Math.round(100 * share)}
      data-unknown={share === undefined || undefined}
    >
      <div style={share === undefined ? undefined : { width: `${100 * share}%` }} />
    </div>
  )
}
