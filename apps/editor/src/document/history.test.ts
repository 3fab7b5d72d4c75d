import { describe, expect, it } from 'vitest'
import { emptyHistory, type History, record, redo, seal, undo } from './history'
import { chain } from './samples'

const named = (name: string) => ({ ...chain, name })
const step = (from: string, to: string, gesture?: string) => ({
  label: to,
  before: named(from),
  after: named(to),
  ...(gesture && { gesture }),
})
const back = (history: History) => undo(history)?.document.name

describe('undo', () => {
  it('makes one step of all changes of a gesture', () => {
    const typed = record(record(emptyHistory, step('a', 'b', 'text')), step('b', 'c', 'text'))
    expect(typed.past).toHaveLength(1)
    expect(back(typed)).toBe('a')
  })

  it('starts a new step when the hand was lifted in between', () => {
    const typed = record(seal(record(emptyHistory, step('a', 'b', 'text'))), step('b', 'c', 'text'))
    expect(typed.past).toHaveLength(2)
    expect(back(typed)).toBe('b')
  })

  it('keeps different gestures apart', () => {
    const two = record(record(emptyHistory, step('a', 'b', 'text')), step('b', 'c', 'seed'))
    expect(two.past).toHaveLength(2)
  })

  it('comes back with redo, until something else is done', () => {
    const undone = undo(record(emptyHistory, step('a', 'b')))!.history
    expect(redo(undone)?.document.name).toBe('b')
    expect(redo(record(undone, step('a', 'c')))).toBeUndefined()
  })

  it('has nothing to do on an empty stack', () => {
    expect(undo(emptyHistory)).toBeUndefined()
    expect(redo(emptyHistory)).toBeUndefined()
  })
})
