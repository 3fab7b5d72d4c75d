import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { specOf } from '../document/specs'
import { duration } from '../format'
import { documentNow } from '../graph-store'
import { AtOnceIcon, ChevronIcon, PlayIcon, StopIcon } from '../icons'
import { fractionDone } from '../run/apply-event'
import { cancelAll, cancelRun, cancelWaiting, startRun } from '../run/run-control'
import { toggleRunOnChange, useRunOnChange } from '../run/run-on-change'
import { isGoing, type RunState, useRun } from '../run/run-store'
import { specsNow } from '../specs-store'
import { ProblemsButton } from './problems-button'

/** How far the run is, in words and as a bar; Run and Cancel. */
export function RunBar() {
  const run = useRun()
  const going = isGoing(run)
  return (
    <div className="run-bar">
      <ProblemsButton />
      <div className="run-words" role="status" data-status={run.status ?? 'none'}>
        <span>{words(run)}</span>
        {going && (
          <div
            className="run-progress"
            role="progressbar"
            aria-label="Progress of the run"
            aria-valuenow={Math.round(100 * fractionDone(run))}
          >
            <div style={{ width: `${100 * fractionDone(run)}%` }} />
          </div>
        )}
      </div>
      {going && run.waiting.length > 0 && <Waiting runs={run.waiting} />}
      {going && (
        <Button
          size="xs"
          variant="default"
          leftSection={<StopIcon />}
          aria-label="Cancel"
          onClick={() => void cancelRun()}
        >
          <span className="wide-only">Cancel</span>
        </Button>
      )}
      <RunOnChange />
      <Tooltip label={going ? 'One more, after this one: Ctrl + Enter' : 'Ctrl + Enter'} openDelay={500}>
        <Button size="xs" className="run-button" leftSection={<PlayIcon />} onClick={() => void startRun()}>
          Run
        </Button>
      </Tooltip>
    </div>
  )
}

function RunOnChange() {
  const { on } = useRunOnChange()
  return (
    <Tooltip label={on ? 'Every change runs' : 'Run at every change'} openDelay={500}>
      <ActionIcon
        variant={on ? 'light' : 'default'}
        size={30}
        aria-label="Run at every change"
        aria-pressed={on}
        onClick={toggleRunOnChange}
      >
        <AtOnceIcon />
      </ActionIcon>
    </Tooltip>
  )
}

/** How many runs wait, and a menu that takes out one or all of them. */
function Waiting({ runs }: { runs: readonly string[] }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          rightSection={<ChevronIcon size={12} />}
          aria-label={`${runs.length} waiting`}
        >
          +{runs.length}
          <span className="wide-only">&nbsp;waiting</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        {runs.map((run, place) => (
          <Menu.Item key={run} onClick={() => void cancelWaiting([run])}>
            Take out number {place + 1}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void cancelWaiting()}>Take out all that wait</Menu.Item>
        <Menu.Item onClick={() => void cancelAll()}>Cancel everything</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function words(run: RunState): string {
  switch (run.status) {
    case null:
      return ''
    case 'starting':
      return 'Starting…'
    case 'queued':
      return run.position > 0 ? `Waiting, ${run.position} before it` : 'Waiting…'
    case 'running':
      return working(run)
    case 'done':
      return run.durationMs === null ? 'Done' : `Done in ${duration(run.durationMs)}`
    case 'failed':
      return 'Failed'
    case 'cancelled':
      return 'Cancelled'
    case 'interrupted':
      return 'Interrupted'
  }
}

function working({ nodes }: RunState): string {
  const [id, node] = Object.entries(nodes).find(([, { phase }]) => phase === 'running') ?? []
  if (!id || !node) return 'Running…'
  const document = documentNow()
  const title = document.nodes[id]?.title ?? specOf(document, id, specsNow())?.title ?? id
  return node.total ? `${title} ${node.done} / ${node.total}` : title
}
