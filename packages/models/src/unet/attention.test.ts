import { join } from 'node:path'
import type { Scope, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readModelFolder } from '../folder'
import type { ModelParts } from '../parts'
import { type Feed, openSession, type Session } from '../session'
import { type Edit, type EditAttention, probabilities, type Site } from './attention'
import { unet } from './unet'

const tiny = join(import.meta.dirname, '../../../../tests/golden/models/tiny-sd1')
const wave = (speed: number, ...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(speed * (i + 1))),
})
const inputs = { x: wave(1.7, 2, 4, 6, 5), timesteps: wave(0, 2), context: wave(2.3, 2, 77, 16) }

let folder: ModelParts
let weights: Weights
let plain: Tensor
const open: Session[] = []
beforeAll(async () => {
  folder = await readModelFolder(tiny)
  weights = await folder.unet.open()
  plain = await predict()
})
afterAll(() => Promise.all(open.map((session) => session.dispose())))

async function session(edit?: EditAttention): Promise<Session> {
  const opened = await openSession(
    unet(weights, folder.unet.config, edit && { hook: () => ({ edit, feature: (x) => x, finish: () => undefined }) }),
    { threads: 1 },
  )
  open.push(opened)
  return opened
}
const predict = async (edit?: EditAttention, feeds: Record<string, Feed> = {}) =>
  (await (await session(edit)).run({ ...inputs, ...feeds })).predicted!
const row = ({ data }: Tensor, index: number) => [
  ...data.slice((index * data.length) / 2, ((index + 1) * data.length) / 2),
]
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))

type Weigh = (g: Scope, probs: Value, v: Value) => Value
/** Attention whose probabilities and values [B,heads,tokens,d] are joined by `weigh`. */
const weighed =
  (weigh: Weigh): Edit =>
  (g, q, k, v, heads) =>
    nn.mergeHeads(g, weigh(g, probabilities(g, q, k, heads), nn.splitHeads(g, v, heads)))

describe('the seam for attention edits', () => {
  it('is asked once for every layer, in the order in which they run', () => {
    const sites: Site[] = []
    unet(weights, folder.unet.config, {
      hook: () => ({ edit: (site) => void sites.push(site), feature: (x) => x, finish: () => undefined }),
    })
    const cross = sites.filter(({ kind }) => kind === 'cross')
    expect(cross.map(({ stage, index, scale }) => `${stage} ${index} 1/${scale}`)).toEqual(
      ['down 0 1/1', 'down 1 1/2', 'mid 0 1/4', 'up 0 1/2', 'up 1 1/2', 'up 2 1/1', 'up 3 1/1'], // biome-ignore format: a row
    )
    expect(sites).toEqual(cross.flatMap((site) => [{ ...site, kind: 'self' }, site]))
  })

  it('changes nothing where the probabilities are used as they are', async () => {
    const same = await predict(() => weighed(nn.matmul))
    expect(worst(same.data, plain.data)).toBeLessThan(1e-5)
  })

  it('gives maps as outputs, whose every row sums to 1', async () => {
    const maps: EditAttention = ({ kind, stage }) =>
      kind === 'cross' && stage === 'mid' ? weighed(withMap) : undefined
    const withMap = (g: Scope, probs: Value, v: Value) => {
      g.output('map', probs)
      return nn.matmul(g, probs, v)
    }
    const { map, predicted } = await (await session(maps)).run(inputs)
    expect(map!.shape).toEqual([2, 2, 4, 77])
    for (let i = 0; i < map!.data.length; i += 77) {
      expect(map!.data.subarray(i, i + 77).reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    }
    expect(worst(predicted!.data, plain.data)).toBeLessThan(1e-5)
  })

  /** A'·V = A_source·(M'·V) + A·(diag(d)·V), with M', d and the source rows as inputs of the graph. */
  const formula: EditAttention = ({ kind }) => (kind === 'cross' ? weighed(weigh) : undefined)
  const weigh = (g: Scope, probs: Value, v: Value) => {
    const mapped = g.once('mapped', () => g.input('mapped', 'float32', ['B', 1, 'tokens', 'tokens']))
    const own = g.once('own', () => g.input('own', 'float32', ['B', 1, 'tokens', 1]))
    const source = g.once('source', () => g.input('source', 'int32', ['B']))
    const fromSource = nn.matmul(g, nn.gather(g, probs, source), nn.matmul(g, mapped, v))
    return nn.add(g, fromSource, nn.matmul(g, probs, nn.mul(g, own, v)))
  }
  /** Row 1 takes the share `mapped` of its maps from row 0 and keeps `own` of its own; row 0 is left as it is. */
  const shares = (mapped: number, own: number) => {
    const [M, d] = [new Float32Array(2 * 77 * 77), new Float32Array(2 * 77).fill(1, 0, 77).fill(own, 77)]
    for (let n = 0; n < 77; n++) M[77 * 77 + n * 78] = mapped
    return {
      mapped: { shape: [2, 1, 77, 77], data: M },
      own: { shape: [2, 1, 77, 1], data: d },
      source: { shape: [2], data: Int32Array.of(0, 0) },
    }
  }

  it('holds the one formula, with the edit as inputs of a graph built once', async () => {
    const edited = await session(formula)
    const run = async (feeds: Record<string, Feed>) => (await edited.run({ ...inputs, ...feeds })).predicted!
    expect(worst((await run(shares(0, 1))).data, plain.data)).toBeLessThan(1e-5)
    const replaced = await run(shares(1, 0))
    expect(worst(row(replaced, 0), row(plain, 0))).toBeLessThan(1e-5)
    expect(worst(row(replaced, 1), row(plain, 1))).toBeGreaterThan(1e-3)
    const same = { x: twice(inputs.x), context: twice(inputs.context) }
    const identity = await run({ ...shares(0.3, 0.7), ...same })
    expect(worst(row(identity, 1), row(plain, 0))).toBeLessThan(1e-5)
  })

  it('takes queries and keys of another row for self-attention', async () => {
    const taken: Edit = (g, q, k, v, heads) => {
      const source = g.once('source', () => g.input('source', 'int32', ['B']))
      return nn.flashAttention(g, nn.gather(g, q, source), nn.gather(g, k, source), v, heads)
    }
    const edit: EditAttention = ({ kind }) => (kind === 'self' ? taken : undefined)
    const own = await predict(edit, { source: { shape: [2], data: Int32Array.of(0, 1) } })
    expect(worst(own.data, plain.data)).toBeLessThan(1e-5)
    const other = await predict(edit, { source: { shape: [2], data: Int32Array.of(0, 0) } })
    expect(worst(row(other, 0), row(plain, 0))).toBeLessThan(1e-5)
    expect(worst(row(other, 1), row(plain, 1))).toBeGreaterThan(1e-3)
  })
})

/** Row 0 in both rows. */
const twice = (t: Tensor): Tensor => ({ shape: t.shape, data: Float32Array.from([...row(t, 0), ...row(t, 0)]) })
