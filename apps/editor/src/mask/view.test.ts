import { expect, it } from 'vitest'
import { fitted, onMask, zoomed } from './view'

it('fits a picture into its board, in the middle', () => {
  const view = fitted({ width: 832, height: 432 }, { width: 100, height: 100 })
  expect(view).toEqual({ k: 4, x: 216, y: 16 })
  expect(onMask(view, [416, 216])).toEqual([50, 50])
})

it('keeps what is under the pointer when it zooms, within limits', () => {
  const view = { k: 2, x: 10, y: 20 }
  const near = zoomed(view, [110, 220], 1.5)
  expect(near.k).toBe(3)
  expect(onMask(near, [110, 220])).toEqual(onMask(view, [110, 220]))
  expect(zoomed(view, [0, 0], 1e6).k).toBe(40)
})
