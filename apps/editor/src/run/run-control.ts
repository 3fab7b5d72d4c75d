import { hasEnded, type RunDetails, type RunSummary } from '@loom/protocol'
import { ApiError, api, follow, keepRun, said, unfollow } from '../api'
import { changeQuietly, documentNow, useGraph } from '../graph-store'
import { complain } from '../notify'
import { useSettings } from '../settings'
import { applyEvent } from './apply-event'
import { clearPreviews, showPreview } from './previews'
import { drawSeeds } from './random-seeds'
import { idle, isGoing, type NodeRun, useRun } from './run-store'

const { getState, setState } = useRun

/** Runs the open document, or only what `outputs` need. */
export async function startRun(outputs?: string[]): Promise<void> {
  if (isGoing(getState())) return
  const { run: before, previews } = getState()
  if (before) unfollow(before)
  const { observe } = useSettings.getState()
  setState({ ...idle, status: 'starting', previews, nodes: stale() })
  try {
    const run = await api.runs.start({ workflow: documentNow(), observe, ...(outputs && { outputs }) })
    keepRun(run)
    setState({ run: run.id, status: 'queued', position: run.position })
    follow(run.id)
    changeQuietly(drawSeeds)
  } catch (error) {
    const problems = error instanceof ApiError ? error.problems : []
    setState({ status: null, nodes: {}, problems, error: said(error) })
    if (problems.length === 0) complain('The run did not start', said(error))
  }
}

/** Pictures of the last run, and what they attended to, stay, marked as old, until the new ones come. */
function stale(): Record<string, NodeRun> {
  const kept = Object.entries(getState().nodes).filter(([, { images, attention }]) => images || attention)
  return Object.fromEntries(
    kept.map(([id, { images, attention }]) => [
      id,
      { phase: 'stale', ...(images && { images }), ...(attention && { attention }) },
    ]),
  )
}

export async function cancelRun(): Promise<void> {
  const { run } = getState()
  if (!run || !isGoing(getState())) return
  await api.runs.cancel(run).catch((error) => complain('The run could not be cancelled', said(error)))
}

/** Shows a run of the open document on its nodes, and follows it if it is going. */
export function showRun(details: RunDetails): void {
  const images = Object.entries(details.images)
  const nodes = Object.fromEntries(
    images.map(([id, made]): [string, NodeRun] => [id, { phase: 'stale', images: made }]),
  )
  clearPreviews()
  setState({
    ...idle,
    run: details.id,
    status: details.status,
    error: details.error,
    position: details.position,
    nodes,
  })
  follow(details.id)
}

/** After a reload: the run that this document showed. */
export async function resumeRun(id: string): Promise<void> {
  const details = await api.runs.get(id).catch(() => undefined)
  if (details && getState().run === null) showRun(details)
}

export const runListeners = {
  onRunEvent: (event: Parameters<typeof applyEvent>[1]) => {
    if (event.run === getState().run) setState(applyEvent(getState(), event))
  },
  onPreview: ({ run, node, mime }: { run: string; node: string; mime: string }, picture: Uint8Array<ArrayBuffer>) => {
    if (run === getState().run) showPreview(node, new Blob([picture], { type: mime }))
  },
  onRunsChanged: (run: RunSummary) => {
    keepRun(run)
    const { run: mine, status } = getState()
    if (run.id !== mine) return
    if (run.status === 'queued') setState({ position: run.position })
    else if (hasEnded(run.status) && status !== run.status) setState({ status: run.status, error: run.error })
  },
}

/** Another document: the run on screen is not its. A changed node: what was wrong with it may be mended. */
useGraph.subscribe((now, before) => {
  if (now.opened !== before.opened) {
    const { run } = getState()
    if (run) unfollow(run)
    clearPreviews()
    setState(idle)
    return
  }
  const { problems } = getState()
  if (problems.length === 0 || now.document === before.document) return
  const left = problems.filter(({ node }) => !node || now.document.nodes[node] === before.document.nodes[node])
  if (left.length < problems.length) setState({ problems: left })
})
