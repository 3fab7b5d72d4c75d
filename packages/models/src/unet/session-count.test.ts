import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { expect, it, vi } from 'vitest'
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
  await call({ inspected: { rows: [0], scale: 1 } })
  const { kept } = await call({ cross: [{ row: 1, source: 0, mapped }], recorded: [0] })
  await call({ cross: [{ row: 1, source: 2, mapped }], ...(kept && { kept }) })
  expect(create).toHaveBeenCalledTimes(1)
  await model.dispose()
})
