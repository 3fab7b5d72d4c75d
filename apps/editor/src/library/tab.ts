import { draftTabs } from './drafts'

const NAME = 'loom.tab'
const lockOf = (tab: string) => `loom.tab.${tab}`

/** Takes a lock for as long as the page lives; false when another tab has it. Without locks every tab is alone. */
async function take(tab: string): Promise<boolean> {
  if (!navigator.locks) return true
  return new Promise((answer) => {
    void navigator.locks.request(lockOf(tab), { ifAvailable: true }, (lock) => {
      answer(lock !== null)
      return lock && new Promise(() => {})
    })
  })
}

/**
 * The draft this tab goes on with: its own after a reload; else the newest that no open tab has; else a new one.
 * A duplicated tab has its original's name, finds it taken, and starts a draft of its own from the same content.
 */
export async function claimTab(): Promise<{ tab: string; from: string | undefined }> {
  const mine = sessionStorage.getItem(NAME)
  const candidates = mine ? [mine] : navigator.locks ? draftTabs(localStorage) : []
  for (const tab of candidates)
    if (await take(tab)) {
      sessionStorage.setItem(NAME, tab)
      return { tab, from: tab }
    }
  const tab = crypto.randomUUID?.() ?? String(Math.random()).slice(2)
  await take(tab)
  sessionStorage.setItem(NAME, tab)
  return { tab, from: mine ?? undefined }
}
