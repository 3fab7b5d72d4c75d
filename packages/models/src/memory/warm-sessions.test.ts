import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { afterEach, expect, it, vi } from 'vitest'
import { openModel } from '../model'
import { limitMemory, warmSessions } from './warm-sessions'

const path = join(import.meta.dirname, '../../../../tests/golden/models/tiny-sd1')
const ids = [Array.from({ length: 77 }, (_, i) => i)]
const latent = { shape: [1, 4, 8, 8], data: new Float32Array(256).fill(0.5) }

afterEach(() => {
  limitMemory(Number.POSITIVE_INFINITY)
  vi.restoreAllMocks()
})

/** Text, a step and a picture; how many sessions were made for it, and what came out. */
async function paint(model: Awaited<ReturnType<typeof openModel>>) {
  const create = vi.spyOn(InferenceSession, 'create')
  const before = create.mock.calls.length
  const { context } = await model.encodeText(ids)
  const image = await model.decode(await model.predict(latent, [500], { context }))
  return { made: create.mock.calls.length - before, image }
}

it('keeps sessions while they fit, and opens again those that were closed to make room', async () => {
  const model = await openModel(path)
  const first = await paint(model)
  expect(first.made).toBe(3)
  expect((await paint(model)).made).toBe(0)
  limitMemory(1)
  await model.encode({ shape: [1, 3, 16, 16], data: new Float32Array(768) }) // needs room: the others are closed
  const small = await paint(model)
  expect(small.made).toBe(3)
  expect(small.image).toEqual(first.image)
  await model.dispose()
  expect(warmSessions.bytes).toBe(0)
})

it('closes what was not used for longest, and nothing more than is needed', async () => {
  const [a, b] = await Promise.all([openModel(path), openModel(path)])
  await paint(a)
  await paint(b)
  limitMemory(warmSessions.bytes)
  await b.encode({ shape: [1, 3, 16, 16], data: new Float32Array(768) })
  expect((await paint(b)).made).toBe(0)
  expect(warmSessions.bytes).toBeLessThanOrEqual(warmSessions.limit)
  await Promise.all([a.dispose(), b.dispose()])
})
