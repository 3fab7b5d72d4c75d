import { describe, expect, it } from 'vitest'
import { Readiness } from './readiness'

const never = new AbortController().signal

describe('a process that is started again and again', () => {
  it('lets those through who wait as soon as it is ready', async () => {
    const readiness = new Readiness()
    const waiting = readiness.wait(never)
    readiness.ready()
    expect(await waiting).toBeUndefined()
    expect(await readiness.wait(never)).toBeUndefined()
  })

  it('is started at once after the first death, then later and later', () => {
    const readiness = new Readiness()
    const delays = Array.from({ length: 9 }, () => readiness.died('exit code 1'))
    expect(delays.slice(0, 4)).toEqual([0, 250, 500, 1_000])
    expect(delays.at(-1)).toBe(10_000)
  })

  it('is given up after three starts that came to nothing, until one succeeds', async () => {
    const readiness = new Readiness()
    const waiting = readiness.wait(never)
    for (let i = 0; i < 3; i++) readiness.died('exit code 1')
    expect(await waiting).toBe("the engine does not start (exit code 1); the server's log says more")
    readiness.ready()
    expect(await readiness.wait(never)).toBeUndefined()
  })

  it('starts at once again after it did its work', () => {
    const readiness = new Readiness()
    readiness.ready()
    readiness.died('SIGKILL')
    readiness.ready()
    expect(readiness.died('SIGKILL')).toBeGreaterThan(0)
    readiness.ready()
    readiness.proved()
    expect(readiness.died('SIGKILL')).toBe(0)
  })

  it('is waited for no longer than somebody wants', async () => {
    const stop = new AbortController()
    const waiting = new Readiness().wait(stop.signal)
    stop.abort()
    expect(await waiting).toBeUndefined()
  })
})
