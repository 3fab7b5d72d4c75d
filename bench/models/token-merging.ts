// What merging places before self-attention saves of a call of Stable Diffusion 1.5's UNet in its full size, and what it changes.
//   npx tsx bench/models/token-merging.ts [fp32|int8] [rounds] [pixels]
// Parts take turns. One thread; times are of the processor. Weights are random, made once in LOOM_BENCH_CACHE; so is what goes
// in, and alike are places only as far as convolutions make them: errors are those of nothing that anyone paints.
import { join } from 'node:path'
import { gaussian } from '../../packages/diffusion/src/index'
import { Int8Weights } from '../../packages/models/src/int8/int8-weights'
import { openSession } from '../../packages/models/src/session'
import { hookFeeds } from '../../packages/models/src/unet/attention-changes'
import { attentionHook, type HookedSites } from '../../packages/models/src/unet/attention-hook'
import { type Hook, unet } from '../../packages/models/src/unet/unet'
import { fullSizeModel } from './full-size-weights'
import { timed } from './timed'

const [precision = 'fp32', rounds = '3', pixels = '512'] = process.argv.slice(2)
const model = await fullSizeModel()
const draw = gaussian(7)
const side = Number(pixels) / 8
const x = draw([1, 4, side, side])
const told = { timesteps: { shape: [1], data: Float32Array.of(601) }, context: draw([1, 77, 768]) }

let sites!: HookedSites
const hook: Hook = (g, sizes) => {
  const { finish, ...parts } = attentionHook(g, sizes)
  return { ...parts, finish: () => void (sites = finish()) }
}
const small = new Int8Weights(model.weights.unet, join(model.folder, 'unet.int8'))
const graph = unet(precision === 'int8' ? small : model.weights.unet, model.configs.unet, { hook })
if (precision === 'int8') await small.write()
const session = await openSession(graph, { threads: 1 })

const parts = [0, 0.25, 0.5, 0.75]
const seconds = parts.map(() => [] as number[])
const predicted: Float32Array[] = []
const call = async (i: number) => {
  const changes = { merged: parts[i]! }
  const feeds = { x, ...told, ...hookFeeds(changes, sites, x, 77) }
  predicted[i] = (await session.run(feeds, ['predicted'])).predicted!.data
}
for (const i of parts.keys()) await call(i)
for (let round = 0; round < Number(rounds); round++)
  for (const i of parts.keys()) seconds[i]!.push(await timed(1, () => call(i)))

const norm = (values: Float32Array) => Math.sqrt(values.reduce((all, value) => all + value ** 2, 0))
const [exact] = predicted as [Float32Array]
const best = seconds.map((list) => Math.min(...list))
console.log(`${precision}, ${pixels} × ${pixels}, ${rounds} rounds, one thread`)
console.table(
  parts.map((merged, i) => ({
    merged,
    'best s': best[i]!.toFixed(2),
    time: (best[i]! / best[0]!).toFixed(2),
    error: (norm(exact.map((value, at) => value - predicted[i]![at]!)) / norm(exact)).toExponential(1),
  })),
)
await session.dispose()
