import type { RunEvent } from '@loom/protocol'
import type { NodeRun, RunState } from './run-store'

/** The state after one event of the run. */
export function applyEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'queued':
      return { ...state, status: 'queued' }
    case 'started':
      return { ...state, status: 'running', planned: event.nodes, startedAt: event.at, position: 0 }
    case 'node-started':
      return withNode(state, event.node, () => ({ phase: 'running' }))
    case 'progress':
      return withNode(state, event.node, (node) => ({
        ...node,
        phase: 'running',
        done: event.done,
        total: event.total,
      }))
    case 'node-done': {
      const { images, values, attention, warnings } = event.result ?? {}
      return ended(state, event.node, {
        phase: 'done',
        cached: event.cached,
        durationMs: event.durationMs,
        ...(images && { images }),
        ...(values && { values }),
        ...(attention && { attention }),
        ...(warnings && { warnings }),
      })
    }
    case 'node-failed':
      return ended(state, event.node, { phase: 'failed', error: event.error })
    case 'node-skipped':
      return ended(state, event.node, { phase: 'skipped' })
    case 'ended':
      return {
        ...state,
        status: event.status,
        durationMs: event.durationMs,
        error: event.error ?? null,
        nodes: event.status === 'done' ? state.nodes : withoutRunning(state.nodes),
      }
  }
}

const withNode = (state: RunState, id: string, edit: (node: NodeRun | undefined) => NodeRun): RunState => ({
  ...state,
  nodes: { ...state.nodes, [id]: edit(state.nodes[id]) },
})

const ended = (state: RunState, id: string, node: NodeRun): RunState => ({
  ...withNode(state, id, () => node),
  ended: state.ended + 1,
})

/** A node cut off in the middle is not running any more. */
const withoutRunning = (nodes: RunState['nodes']) =>
  Object.fromEntries(Object.entries(nodes).filter(([, node]) => node.phase !== 'running'))

/** How much of a run is done, 0…1; a node in its middle counts for its part. */
export function fractionDone({ planned, ended, nodes }: Pick<RunState, 'planned' | 'ended' | 'nodes'>): number {
  if (planned === 0) return 0
  let parts = ended
  for (const { phase, done, total } of Object.values(nodes))
    if (phase === 'running' && total) parts += (done ?? 0) / total
  return Math.min(1, parts / planned)
}
