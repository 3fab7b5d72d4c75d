import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { expect, it, vi } from 'vitest'
import { openControlNet } from '../controlnet/open'
import { openModel } from '../model'

it('edits, weights, rows and shown maps change without another session', async () => {
  const create = vi.spyOn(InferenceSession, 'create')
  const model = await openModel(join(import.meta.dirname, '../../../../tests/golden/models/tiny-sd1'))
  const wave = (...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)),
  })
  const context = wave(2, 77, 16)
  const call = (changes: Parameters<typeof model.attend>[3]) =>
    model.attend(wave(2, 4, 8, 8), [500, 500], { context }, changes)
  const mapped = new Float32Array(77 * 77).fill(1 / 77)
  await call({})
  await call({ cross: [{ row: 1, source: 0, mapped }], own: new Map([[1, new Float32Array(77).fill(0.5)]]) })
  await call({ self: new Map([[0, { q: [0, 0], k: [0, 0], v: [0, 1] }]]), features: [0, 0], shown: [0, 1] })
  await call({ merged: 0.5 })
  await call({ inspected: { rows: [0], scale: 1 } })
  const { kept } = await call({ cross: [{ row: 1, source: 0, mapped }], recorded: [0] })
  await call({ cross: [{ row: 1, source: 2, mapped }], ...(kept && { kept }) })
  expect(create).toHaveBeenCalledTimes(1)
  await model.dispose()
})

it('a ControlNet changes in strength and hint without another session, of its own or of the UNet', async () => {
  const create = vi.spyOn(InferenceSession, 'create').mockClear()
  const folder = join(import.meta.dirname, '../../../../tests/golden/models')
  const model = await openModel(join(folder, 'tiny-sd1'))
  const net = await openControlNet(join(folder, 'tiny-controlnet'))
  const filled = (value: number, ...shape: number[]) => ({
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b)).fill(value),
  })
  const [x, context] = [filled(0.3, 1, 4, 8, 8), filled(0.2, 1, 77, 16)]
  const plain = await model.predict(x, [500], { context })
  const guided = []
  for (const [strength, hint] of [
    [1, 0.2],
    [0.5, 0.2],
    [0.5, 0.9],
  ] as const) {
    const residuals = await net.guide(x, [500], { context }, filled(hint, 1, 3, 64, 64), strength)
    guided.push(await model.predict(x, [500], { context, residuals }))
  }
  expect(create).toHaveBeenCalledTimes(2)
  expect(new Set([plain, ...guided].map(({ data }) => data[0])).size).toBe(4)
  expect(await model.predict(x, [500], { context })).toEqual(plain)
  await Promise.all([model.dispose(), net.dispose()])
})
