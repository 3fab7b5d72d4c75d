import { emptyWorkflow, type Workflow } from '@loom/protocol'
import { api, said } from '../api'
import { documentNow, openDocument, useGraph } from '../graph-store'
import { complain } from '../notify'
import { resumeRuns } from '../run/run-control'
import { useRun } from '../run/run-store'
import { ASIDE, type Draft, draftTabs, readDraft, writeDraft } from './drafts'
import { savedNow, unsaved, useSaved } from './saved-store'
import { claimTab } from './tab'

const DEFAULT_TEMPLATE = 'text-to-image'
let tab = ''
let timer = 0
let told = false

/** Opens what this tab had before, or the first template; from then on every change is kept in this browser. */
export async function startSession(): Promise<void> {
  const claim = await claimTab()
  tab = claim.tab
  const draft = claim.from ? readDraft(localStorage, claim.from) : undefined
  if (draft) restore(draft)
  else await openFirst()
  for (const store of [useGraph, useSaved, useRun])
    store.subscribe(() => {
      timer ||= window.setTimeout(keepDraft, 400)
    })
  window.addEventListener('pagehide', keepDraft)
}

function restore({ document, saved, clean, run, waiting = [] }: Draft): void {
  openDocument(document)
  useSaved.setState({ ...unsaved, ...saved, document: clean ? document : null })
  if (run) void resumeRuns([run, ...waiting])
  if (saved) void lookForNewer(saved, clean)
}

/** The same document may have been saved elsewhere since: take it over when nothing here would be lost. */
async function lookForNewer({ id, revision }: { id: string; revision: number }, clean: boolean): Promise<void> {
  const newest = await api.workflows.get(id).catch(() => undefined)
  if (!newest || newest.revision === revision || savedNow().id !== id) return
  if (clean && savedNow().document === documentNow()) openSaved(newest)
}

async function openFirst(): Promise<void> {
  openDocument(emptyWorkflow())
  const empty = documentNow()
  for (let wait = 500; documentNow() === empty; wait = Math.min(5_000, wait * 2)) {
    const templates = await api.templates().catch(() => undefined)
    const first = templates?.find(({ id }) => id === DEFAULT_TEMPLATE) ?? templates?.[0]
    if (documentNow() !== empty) return
    if (templates) return first && openNew(first.workflow)
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/** Opens a document that the server does not keep: a template, a file, a picture's. */
export function openNew(document: Workflow): void {
  setAside()
  openDocument(document)
  useSaved.setState({ ...unsaved, document })
}

function openSaved({ id, revision, workflow }: { id: string; revision: number; workflow: Workflow }): void {
  setAside()
  openDocument(workflow)
  useSaved.setState({ id, revision, document: workflow, state: 'idle' })
}

/** Changes that no save has are kept as a draft of their own before another document takes their place. */
function setAside(): void {
  const document = documentNow()
  if (savedNow().document === document || Object.keys(document.nodes).length === 0) return
  const saved = null
  writeDraft(localStorage, `${ASIDE}${Date.now()}`, { document, saved, clean: false, run: null, at: Date.now() })
}

/** Drafts with unsaved changes that are not open here. */
export function otherDrafts(): { tab: string; draft: Draft }[] {
  return draftTabs(localStorage).flatMap((other) => {
    const draft = other === tab ? undefined : readDraft(localStorage, other)
    return draft && !draft.clean ? [{ tab: other, draft }] : []
  })
}

export function openDraft({ document }: Draft): void {
  openNew(document)
  useSaved.setState({ document: null })
}

export async function openById(id: string): Promise<void> {
  await api.workflows.get(id).then(openSaved, (error) => complain('It could not be opened', said(error)))
}

function keepDraft(): void {
  clearTimeout(timer)
  timer = 0
  const { id, revision, document: saved } = savedNow()
  const document = documentNow()
  const fits = writeDraft(localStorage, tab, {
    document,
    saved: id && revision !== null ? { id, revision } : null,
    clean: saved === document,
    run: useRun.getState().run,
    waiting: useRun.getState().waiting,
    at: Date.now(),
  })
  if (!fits && !told)
    complain('This browser has no room left', 'Save the workflow or export it: a reload would lose changes.')
  told = !fits
}
