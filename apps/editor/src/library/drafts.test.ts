import { describe, expect, it } from 'vitest'
import { chain } from '../document/samples'
import { type Draft, type DraftStore, draftTabs, readDraft, writeDraft } from './drafts'

/** A browser's store that holds only so many characters. */
function storeOf(room: number): DraftStore {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => void kept.delete(key),
    key: (place) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size
    },
    setItem: (key, value) => {
      const others = [...kept].filter(([other]) => other !== key)
      if (others.reduce((sum, [, text]) => sum + text.length, value.length) > room) throw new Error('full')
      kept.set(key, value)
    },
  }
}

const draft = (at: number): Draft => ({ document: chain, saved: null, clean: false, run: null, at })

describe('drafts', () => {
  it('come back as they were kept, the newest first', () => {
    const store = storeOf(1e6)
    writeDraft(store, 'a', draft(1))
    writeDraft(store, 'b', draft(2))
    expect(readDraft(store, 'a')).toEqual(draft(1))
    expect(draftTabs(store)).toEqual(['b', 'a'])
  })

  it('let the oldest go when the store is full, and say so when that is not enough', () => {
    const one = JSON.stringify(draft(1)).length
    const store = storeOf(one * 2.5)
    for (const at of [1, 2, 3]) expect(writeDraft(store, `t${at}`, draft(at))).toBe(true)
    expect(draftTabs(store)).toEqual(['t3', 't2'])
    expect(writeDraft(storeOf(10), 'a', draft(1))).toBe(false)
  })

  it('that are broken count as none', () => {
    const store = storeOf(1e6)
    store.setItem('loom.draft.a', '{"document":')
    store.setItem('loom.draft.b', '{"document":{"format":"other"}}')
    expect(readDraft(store, 'a')).toBeUndefined()
    expect(readDraft(store, 'b')).toBeUndefined()
  })
})
