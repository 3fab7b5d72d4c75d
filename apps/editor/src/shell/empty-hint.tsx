import { Kbd } from '@mantine/core'
import { useGraph } from '../graph-store'
import { useSpecs } from '../specs-store'

/** What to do with an empty canvas. */
export function EmptyHint() {
  const empty = useGraph((state) => Object.keys(state.document.nodes).length === 0)
  const ready = useSpecs((state) => state.specs.size > 0)
  if (!empty || !ready) return null
  return (
    <div className="empty-hint">
      <p>This canvas is empty</p>
      <p>
        Press <Kbd>Tab</Kbd> or double click to add a node, <Kbd>Ctrl O</Kbd> to open a template, or drop a picture made
        here.
      </p>
    </div>
  )
}
