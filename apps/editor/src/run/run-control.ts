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

/** One request after the other, so that runs wait in the order they were asked for. */
let asked: Promise<unknown> = Promise.resolve()

/** Runs the open document, or only what `outputs` need; behind the run that goes on, if one does. Gives the run, if it began. */
export function startRun(outputs?: string[]): Promise<string | undefined> {
  const started = asked.then(() => ask(outputs))
  asked = started
  return started
}

async function ask(outputs?: string[]): Promise<string | undefined> {
  const behind = isGoing(getState())
  const { opened } = useGraph.getState()
  const { observe } = useSettings.getState()
  if (!behind) leave('starting')
  try {
    const run = await api.runs.start({ workflow: documentNow(), observe, ...(outputs && { outputs }) })
    keepRun(run)
    if (useGraph.getState().opened !== opened) return run.id
    if (behind) setState({ waiting: [...getState().waiting, run.id], problems: [] })
    else take(run.id, run.position)
    if (!isGoing(getState())) next()
    changeQuietly(drawSeeds)
    return run.id
  } catch (error) {
    const problems = error instanceof ApiError ? error.problems : []
    setState(behind ? { problems } : { status: null, nodes: {}, problems, error: said(error) })
    if (problems.length === 0) complain('The run did not start', said(error))
    return undefined
  }
}

/** The run that was shown gives its place; its pictures stay until new ones come. */
function leave(status: 'starting' | 'queued'): void {
  const { run, previews, waiting } = getState()
  if (run) unfollow(run)
  setState({ ...idle, status, previews, waiting, nodes: stale() })
}

function take(run: string, position: number): void {
  setState({ run, status: 'queued', position })
  follow(run)
}

/** The run that is shown has ended: the one behind it takes its place on the nodes. */
function next(): void {
  const { waiting, status, error } = getState()
  const [run, ...rest] = waiting
  if (!run) return
  if (status === 'failed') complain('A run failed', error ?? '')
  leave('queued')
  setState({ waiting: rest })
  take(run, 0)
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

/** Cancels the run that is shown; the next one begins. */
export async function cancelRun(): Promise<void> {
  const { run } = getState()
  if (run && isGoing(getState())) await cancel([run])
}

/** Takes runs that wait out of the queue. */
export const cancelWaiting = (runs: readonly string[] = getState().waiting) => cancel(runs)

export const cancelAll = () => cancelWaiting().then(cancelRun)

/** The last one first, so that none of them begins only to be cancelled. */
async function cancel(runs: readonly string[]): Promise<void> {
  for (const run of [...runs].reverse())
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

/** After a reload: the run that this document showed, and those behind it; the first of them that still goes is shown. */
export async function resumeRuns(ids: readonly string[]): Promise<void> {
  const found = await Promise.all(ids.map((id) => api.runs.get(id).catch(() => undefined)))
  const runs = found.filter((run) => run !== undefined)
  const going = runs.findIndex(({ status }) => !hasEnded(status))
  const [shown, ...behind] = going < 0 ? runs.slice(-1) : runs.slice(going)
  if (!shown || getState().run !== null) return
  showRun(shown)
  setState({ waiting: behind.map(({ id }) => id) })
}

export const runListeners = {
  onRunEvent: (event: Parameters<typeof applyEvent>[1]) => {
    if (event.run !== getState().run) return
    setState(applyEvent(getState(), event))
    if (event.type === 'ended') next()
  },
  onPreview: ({ run, node, mime }: { run: string; node: string; mime: string }, picture: Uint8Array<ArrayBuffer>) => {
    if (run === getState().run) showPreview(node, new Blob([picture], { type: mime }))
  },
  onRunsChanged: (run: RunSummary) => {
    keepRun(run)
    const { run: mine, status, waiting } = getState()
    if (hasEnded(run.status) && waiting.includes(run.id)) setState({ waiting: waiting.filter((id) => id !== run.id) })
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
