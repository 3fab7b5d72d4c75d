import type { RunSummary } from '@loom/protocol'
import { ActionIcon, ScrollArea } from '@mantine/core'
import { api, said, useRuns } from '../api'
import { duration, when } from '../format'
import { CloseIcon } from '../icons'
import { openRun } from '../library/open-run'
import { complain } from '../notify'
import { setUi, useUi } from '../ui-store'

/** Runs so far, the newest first, with their pictures. */
export function Gallery() {
  const open = useUi((state) => state.gallery)
  const runs = useRuns(open)
  if (!open) return null
  return (
    <aside className="gallery" aria-label="Gallery">
      <div className="gallery-title">
        <h2>Runs</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Close the gallery"
          onClick={() => setUi({ gallery: false })}
        >
          <CloseIcon />
        </ActionIcon>
      </div>
      <ScrollArea flex={1} type="auto" scrollbarSize={6} mx={-12} px={12}>
        {runs.data?.map((run) => (
          <Entry key={run.id} run={run} />
        ))}
        {runs.isError && <p className="gallery-none">{said(runs.error)}</p>}
        {runs.data?.length === 0 && (
          <p className="gallery-none">No runs yet. Press Run and their pictures come here.</p>
        )}
      </ScrollArea>
    </aside>
  )
}

function Entry({ run }: { run: RunSummary }) {
  const images = Object.values(run.images).flat()
  const open = () => void openRun(run.id).catch((error) => complain('It could not be opened', said(error)))
  const took = run.startedAt !== null && run.endedAt !== null ? duration(run.endedAt - run.startedAt) : null
  return (
    <article className="gallery-entry" data-status={run.status}>
      {images.length > 0 && (
        <div className="gallery-images">
          {images.slice(0, 4).map((image, at) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: two of them may be the same picture
              key={`${image.id} ${at}`}
              type="button"
              aria-label={`Show image ${at + 1} of ${run.name}`}
              onClick={() => setUi({ lightbox: { images, at, run: run.id } })}
            >
              <img src={api.assets.url(image.id)} alt="" loading="lazy" />
            </button>
          ))}
        </div>
      )}
      <div className="gallery-words">
        <span title={run.error ?? undefined}>{run.name}</span>
        <small>
          {run.status === 'done'
            ? [when(run.createdAt), took].filter(Boolean).join(' · ')
            : `${run.status} · ${when(run.createdAt)}`}
        </small>
        {run.error && <small className="gallery-error">{run.error}</small>}
      </div>
      <button type="button" className="gallery-open" onClick={open}>
        Open workflow
      </button>
    </article>
  )
}
