import type { Attended, AttentionChanges, Told } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { expect, it } from 'vitest'
import { reusingFeatures } from './reused-features'

const rows = (count: number): Tensor => ({ shape: [count, 1, 1, 1], data: new Float32Array(count) })
const told: Told = { context: rows(1) }
type Call = { rows?: number; changes?: AttentionChanges; told?: Told }

/** Which calls were whole, W, and which were not, and the call whose deep feature these went on from. */
async function walked(every: number, calls: readonly Call[], first = 0): Promise<string> {
  let log = ''
  let made = 0
  const unet = reusingFeatures(
    {
      id: 'it',
      sites: { self: [], cross: [], groups: [], selfScales: [], parts: [] },
      async attend(x, _times, _told, { deep }): Promise<Attended> {
        log += 'W'
        made++
        return { predicted: x, maps: [], deep: { depth: deep!, feature: { shape: [1], data: Float32Array.of(made) } } }
      },
      async predictShallow(x, _times, _told, _edits, { depth, feature }) {
        expect(depth).toBe(2)
        log += feature.data[0]
        made++
        return x
      },
    },
    { first, every, depth: 2 },
  )
  for (const { rows: count = 2, changes = {}, told: given = told } of calls)
    await unet.attend(rows(count), [1], given, changes)
  return log
}
const plain = (count: number): Call[] => Array.from({ length: count }, () => ({}))

it.each<[number, Call[], string]>([
  [1, plain(3), 'WWW'],
  [2, plain(5), 'W1W3W'],
  [3, plain(8), 'W11W44W7'],
])('whole at every call of %i', async (every, calls, log) => {
  expect(await walked(every, calls)).toBe(log)
})

it('whole in the first calls', async () => {
  expect(await walked(2, plain(6), 3)).toBe('WWW3W5')
})

const edit = (value: number): Call => ({
  changes: { cross: [{ row: 1, source: 0, mapped: Float32Array.of(value) }], own: new Map([[1, Float32Array.of(value)]]) },
}) // biome-ignore format: a call
const hinted: Call = { told: { context: rows(1), residuals: [] } }

it.each<[string, Call[], string]>([
  ['the batch has other rows', [...plain(2), { rows: 1 }, { rows: 1 }, {}], 'W1W3W'],
  ['attention is edited otherwise', [edit(1), edit(1), edit(1), edit(0.5), edit(0.5), {}], 'W11W4W'],
  ['a ControlNet begins and ends', [{}, {}, hinted, hinted, {}, {}], 'W1W3W5'],
])('whole where %s, and counted from there', async (_, calls, log) => {
  expect(await walked(5, calls)).toBe(log)
})

it('looking on changes no call', async () => {
  expect(await walked(3, [{ changes: { shown: [1] } }, {}, { changes: { shown: [0] } }, {}])).toBe('W11W')
})
