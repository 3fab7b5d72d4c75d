import { expect, it } from 'vitest'
import { type KeptCall, KeptCalls } from './kept-calls'

/** Of 40 bytes. */
const call = (): KeptCall => ({ predicted: { shape: [10], data: new Float32Array(10) }, maps: [] })

it('lets calls of earlier runs go, least recently used first, when there is no room', () => {
  const kept = new KeptCalls()
  kept.begin()
  for (const key of ['a', 'b', 'c']) expect(kept.set(key, call(), 120)).toBe(true)
  kept.begin()
  kept.get('a')
  expect(kept.set('d', call(), 120)).toBe(true)
  expect(['a', 'b', 'c', 'd'].filter((key) => kept.get(key))).toEqual(['a', 'c', 'd'])
  expect(kept.bytes).toBe(120)
})

it('keeps the first calls of a run that does not fit, for they come first the next time, too', () => {
  const kept = new KeptCalls()
  for (let run = 0; run < 2; run++) {
    kept.begin()
    const known: string[] = []
    for (const key of ['a', 'b', 'c', 'd'])
      if (kept.get(key)) known.push(key)
      else kept.set(key, call(), 100)
    expect(known).toEqual(run === 0 ? [] : ['a', 'b'])
  }
})

it('counts a call that is kept again once', () => {
  const kept = new KeptCalls()
  kept.begin()
  for (let i = 0; i < 3; i++) kept.set('a', call(), 1000)
  expect(kept.bytes).toBe(40)
})
