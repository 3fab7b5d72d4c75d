import { readWorkflow, type Workflow } from '@loom/protocol'

/** What a tab keeps in this browser at all times, so that a reload or a crash loses nothing. */
export type Draft = {
  readonly document: Workflow
  readonly saved: { readonly id: string; readonly revision: number } | null
  /** The document as it was last saved or opened is equal to this draft. */
  readonly clean: boolean
  /** The run that it shows, and those that wait behind it. */
  readonly run: string | null
  readonly waiting?: readonly string[]
  readonly at: number
}

const PREFIX = 'loom.draft.'
/** Drafts whose document gave its place to another one; no tab goes on with them by itself. */
export const ASIDE = 'aside-'
const KEEP = 12

export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export function readDraft(store: DraftStore, tab: string): Draft | undefined {
  try {
    const draft = JSON.parse(store.getItem(PREFIX + tab) ?? 'null') as Draft | null
    const document = draft && readWorkflow(draft.document)
    return draft && document?.ok ? { ...draft, document: document.workflow } : undefined
  } catch {
    return undefined
  }
}

/** False when the browser's store is full even after the oldest drafts were let go. */
export function writeDraft(store: DraftStore, tab: string, draft: Draft): boolean {
  for (let tries = 0; tries < 3; tries++) {
    try {
      store.setItem(PREFIX + tab, JSON.stringify(draft))
      forgetOldest(store, KEEP, tab)
      return true
    } catch {
      forgetOldest(store, 1, tab)
    }
  }
  return false
}

/** Tabs with a draft, the newest first. */
export function draftTabs(store: DraftStore): string[] {
  const keys = Array.from({ length: store.length }, (_, place) => store.key(place) ?? '')
  const tabs = keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))
  const at = (tab: string) => readDraft(store, tab)?.at ?? 0
  return tabs
    .map((tab) => ({ tab, at: at(tab) }))
    .sort((a, b) => b.at - a.at)
    .map(({ tab }) => tab)
}

function forgetOldest(store: DraftStore, keep: number, mine: string): void {
  for (const tab of draftTabs(store)
    .filter((tab) => tab !== mine)
    .slice(keep))
    store.removeItem(PREFIX + tab)
}
