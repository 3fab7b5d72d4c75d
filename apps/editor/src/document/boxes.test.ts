import { describe, expect, it } from 'vitest'
import { around, fitView, freePlace, overlap, shown } from './boxes'
import { CULL_FROM, visibleNodes } from './culling'

describe('fitting', () => {
  it('shows a box whole and centred', () => {
    const box = { x: 100, y: 50, width: 2000, height: 500 }
    const view = fitView(box, 1000, 800)
    const seen = shown(view, 1000, 800)
    expect(seen.x + seen.width / 2).toBeCloseTo(1100)
    expect(seen.y + seen.height / 2).toBeCloseTo(300)
    expect(seen.width).toBeGreaterThan(2000)
  })

  it('never makes a small one larger than it is', () => {
    expect(fitView({ x: 0, y: 0, width: 10, height: 10 }, 1000, 800).k).toBe(1)
  })
})

it('finds a place that covers nothing', () => {
  const size = { width: 100, height: 100 }
  const taken = [
    { x: 0, y: 0, ...size },
    { x: 0, y: 120, ...size },
  ]
  const [x, y] = freePlace([10, 10], size, taken)
  for (const box of taken) expect(overlap({ x, y, ...size }, box)).toBe(false)
})

it('has no box around nothing', () => {
  expect(around([])).toBeUndefined()
})

describe('culling', () => {
  const many = new Map(
    Array.from({ length: CULL_FROM }, (_, place) => [`n${place}`, { x: place * 300, y: 0, width: 200, height: 100 }]),
  )
  const view = { x: 0, y: 0, width: 1000, height: 800 }
  const none = () => false

  it('keeps what is seen and a margin, and pins', () => {
    const visible = visibleNodes(many, view, new Set(), (id) => id === 'n50')
    expect(visible).toEqual(new Set(['n0', 'n1', 'n2', 'n3', 'n50']))
  })

  it('lets a node go only well after it left, so that it does not flicker at the edge', () => {
    const before = new Set(['n4'])
    expect(visibleNodes(many, view, before, none).has('n4')).toBe(true)
    expect(visibleNodes(many, view, new Set(), none).has('n4')).toBe(false)
  })

  it('leaves a small document alone', () => {
    const few = new Map([...many].slice(0, 20))
    expect(visibleNodes(few, view, new Set(), none).size).toBe(20)
  })
})
