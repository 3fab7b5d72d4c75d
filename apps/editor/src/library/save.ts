import type { SavedWorkflow, Workflow } from '@loom/protocol'
import { ApiError, api, queries, said } from '../api'
import { rename } from '../document/commands'
import { changeQuietly, documentNow, useGraph } from '../graph-store'
import { complain, tell } from '../notify'
import { setUi } from '../ui-store'
import { savedNow, useSaved } from './saved-store'

const AUTOSAVE_AFTER = 1_500
let saving: Promise<void> | undefined
let timer = 0

/** Saves on the server: the first time as a new document, later over its own older state. */
export function saveDocument(): Promise<void> {
  clearTimeout(timer)
  saving ??= save().finally(() => {
    saving = undefined
    autosaveSoon()
  })
  return saving
}

async function save(): Promise<void> {
  const { id, revision, state } = savedNow()
  if (state === 'conflict') return setUi({ dialog: 'conflict' })
  const document = documentNow()
  useSaved.setState({ state: 'saving' })
  try {
    const answer = id
      ? await api.workflows.save(id, document, revision ?? undefined)
      : await api.workflows.create(document)
    keep(answer, document)
    if (!id) tell('Saved', 'From now on every change is saved by itself.')
  } catch (error) {
    failed(error)
  }
}

function failed(error: unknown): void {
  const status = error instanceof ApiError ? error.status : undefined
  if (status === 409) {
    useSaved.setState({ state: 'conflict' })
    setUi({ dialog: 'conflict' })
  } else if (status === 404) {
    useSaved.setState({ id: null, revision: null, state: 'failed' })
    complain('It is gone from the server', 'Save again to keep it there as a new workflow.')
  } else {
    useSaved.setState({ state: 'failed' })
    complain('Not saved', `${said(error)}. It is kept in this browser.`)
  }
}

function keep({ id, revision }: SavedWorkflow, document: Workflow): void {
  useSaved.setState({ id, revision, document, state: 'idle' })
  void queries.invalidateQueries({ queryKey: ['workflows'] })
}

/** A new document on the server with the content of this one; the old one stays as it was saved. */
export async function saveCopy(): Promise<void> {
  changeQuietly(rename(`${documentNow().name} copy`))
  useSaved.setState({ id: null, revision: null, state: 'idle' })
  await saveDocument()
}

/** The two ways out of a conflict besides a copy: the newest revision is mine, or the open document is theirs. */
export async function saveOverTheirs(): Promise<void> {
  const { id } = savedNow()
  if (!id) return
  const document = documentNow()
  await api.workflows.save(id, document).then((answer) => keep(answer, document), failed)
}

/** Once on the server, changes go there by themselves; a failure is tried again with the next change. */
function autosaveSoon(): void {
  clearTimeout(timer)
  const { id, document, state } = savedNow()
  if (!id || state === 'conflict' || document === documentNow()) return
  timer = window.setTimeout(() => void saveDocument(), state === 'failed' ? 10_000 : AUTOSAVE_AFTER)
}

useGraph.subscribe((now, before) => {
  if (now.document !== before.document) autosaveSoon()
})
