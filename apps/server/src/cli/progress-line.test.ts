import { describe, expect, it } from 'vitest'
import { progressLine, progressText } from './progress-line'

const terminal = (isTTY: boolean) => {
  const written: string[] = []
  return { written, isTTY, columns: 20, write: (text: string | Uint8Array) => written.push(String(text)) > 0 }
}

describe('the progress line', () => {
  it('shows the node at work and how far it is', () => {
    expect(progressText('steps', 6, 24)).toBe('steps  ██████░░░░░░░░░░░░░░░░░░  6/24')
  })

  it('stays on one line of the terminal', () => {
    const to = terminal(true)
    progressLine(to).tell({ type: 'progress', node: 'steps', done: 24, total: 24 })
    expect(to.written).toEqual(['\r\x1b[Ksteps  ████████████'])
  })

  it('says nothing where there is no terminal', () => {
    const to = terminal(false)
    progressLine(to).tell({ type: 'node-started', node: 'steps' })
    expect(to.written).toEqual([])
  })
})
