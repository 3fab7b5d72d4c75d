import { rename } from '../document/commands'
import { change, endGesture, useGraph } from '../graph-store'
import { type SavedState, useSaved } from '../library/saved-store'

/** The name, written in place, and whether the server has the newest changes. */
export function DocumentName() {
  const name = useGraph((state) => state.document.name)
  const fresh = useGraph((state) => state.document)
  const saved = useSaved()
  return (
    <div className="document-name">
      <input
        aria-label="Workflow name"
        value={name}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => change('Rename', rename(event.currentTarget.value), { gesture: 'name' })}
        onBlur={endGesture}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <span className="saved-state" data-state={saved.state} role="status">
        {words(saved, saved.document === fresh)}
      </span>
    </div>
  )
}

function words({ id, state }: SavedState, clean: boolean): string {
  if (state === 'conflict') return 'Changed elsewhere'
  if (state === 'failed') return 'Not saved'
  if (state === 'saving') return 'Saving…'
  if (!id) return clean ? 'Not saved yet' : 'Draft'
  return clean ? 'Saved' : 'Unsaved changes'
}
