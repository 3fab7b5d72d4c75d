import type { RunChange, RunEvent } from '@loom/protocol'
import { describe, expect, it } from 'vitest'
import { applyEvent, fractionDone } from './apply-event'
import { idle, type RunState } from './run-store'

const after = (...changes: RunChange[]): RunState =>
  changes.reduce<RunState>(
    (state, change, place) => applyEvent(state, { ...change, run: 'r', seq: place + 1, at: 1_000 } as RunEvent),
    idle,
  )

describe('the state of a run', () => {
  it('counts nodes that ended and the part of the one at work', () => {
    const state = after(
      { type: 'started', nodes: 2 },
      { type: 'node-done', node: 'a', cached: true, durationMs: 0 },
      { type: 'node-started', node: 'b' },
      { type: 'progress', node: 'b', done: 5, total: 10 },
    )
    expect(state.nodes.b).toMatchObject({ phase: 'running', done: 5, total: 10 })
    expect(fractionDone(state)).toBe(0.75)
  })

  it('keeps the error on the node that failed and marks what waited for it', () => {
    const state = after(
      { type: 'started', nodes: 2 },
      { type: 'node-failed', node: 'a', error: { message: 'no such model', input: 'checkpoint' } },
      { type: 'node-skipped', node: 'b', because: 'a' },
      { type: 'ended', status: 'failed', durationMs: 5, error: 'a failed' },
    )
    expect(state).toMatchObject({ status: 'failed', error: 'a failed', ended: 2 })
    expect(state.nodes).toMatchObject({
      a: { phase: 'failed', error: { input: 'checkpoint' } },
      b: { phase: 'skipped' },
    })
  })

  it('keeps what the pictures of a node attended to', () => {
    const atlas = { id: `${'a'.repeat(64)}.png`, width: 32, height: 16 }
    const attention = { prompts: [{ text: '', tokens: [] }], atlas, tile: { width: 16, height: 16 }, peaks: [[1, 1]] }
    const state = after({ type: 'node-done', node: 'a', cached: true, durationMs: 0, result: { attention } })
    expect(state.nodes.a?.attention).toBe(attention)
  })

  it('keeps what a node warned of', () => {
    const result = { warnings: ['half of the file is not used'] }
    const state = after({ type: 'node-done', node: 'a', cached: true, durationMs: 0, result })
    expect(state.nodes.a).toMatchObject({ phase: 'done', warnings: ['half of the file is not used'] })
  })

  it('leaves no node running once cancelled', () => {
    const state = after({ type: 'node-started', node: 'a' }, { type: 'ended', status: 'cancelled', durationMs: 5 })
    expect(state.nodes).toEqual({})
  })
})
