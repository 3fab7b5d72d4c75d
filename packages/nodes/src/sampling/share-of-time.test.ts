import { expect, it } from 'vitest'
import { shareOfTime } from './share-of-time'

it('leaves out jobs that would take more than their share of the time', async () => {
  let time = 0
  const inTime = shareOfTime(0.1, () => time)
  const done: number[] = []
  for (let step = 1; step <= 10; step++) {
    time += 100
    await inTime(async () => {
      time += 40
      done.push(step)
    })
  }
  expect(done).toEqual([1, 4, 8])
})

it('counts what fails, too', async () => {
  let time = 0
  const inTime = shareOfTime(0.1, () => time)
  const failing = inTime(async () => {
    time += 10
    throw new Error('broken')
  })
  await expect(failing).rejects.toThrow('broken')
  expect(await inTime(async () => 'done')).toBeUndefined()
  time = 100
  expect(await inTime(async () => 'done')).toBe('done')
})
