// How long the parts of Stable Diffusion 1.5 take in their full size, by precision, and how close that is to what the CPU can do.
//   npx tsx bench/models/full-size.ts [parts, e.g. unet,shallow,vae,taesd,text] [rounds] [threads]
// Parts and precisions take turns. With one thread (the default) times are of the processor: other work on the machine
// hardly disturbs them. With more they are by the clock. Weights are random, made once in LOOM_BENCH_CACHE.
import { cpus } from 'node:os'
import { join } from 'node:path'
import { gaussian } from '../../packages/diffusion/src/index'
import { textEncoder } from '../../packages/models/src/clip/text-encoder'
import { Int8Weights } from '../../packages/models/src/int8/int8-weights'
import { openSession, type Session } from '../../packages/models/src/session'
import { tinyVaeDecoder } from '../../packages/models/src/tiny-vae/decoder'
import { shallowUnet, unet } from '../../packages/models/src/unet/unet'
import { vaeDecoder } from '../../packages/models/src/vae/decoder'
import { conv2d, linear, Scope, type Value, type Weights } from '../../packages/onnx-graph/src/index'
import type { Tensor } from '../../packages/tensor/src/index'
import { fullSizeModel } from './full-size-weights'
import { timed } from './timed'

const [chosen = 'unet,vae,text', rounds = '3', threads = '1'] = process.argv.slice(2)
const model = await fullSizeModel()
const draw = gaussian(7)

type Feeds = Parameters<Session['run']>[0]
type Part = {
  readonly gflop: number
  readonly feeds: Feeds
  readonly build: (weights: Weights) => Scope
  readonly weights: Weights
}
const sized = (graph: Scope) => graph.graph.flops / 1e9
const sizes = { batch: 1, height: 64, width: 64, tokens: 77 }
const ids = { shape: [1, 77], data: Int32Array.from({ length: 77 }, (_, i) => (i < 12 ? 500 + 997 * i : 49407)) }
const unetFeeds = {
  x: draw([1, 4, 64, 64]),
  timesteps: { shape: [1], data: Float32Array.of(601) },
  context: draw([1, 77, 768]),
}
const parts: Record<string, Part> = {
  unet: {
    gflop: sized(unet(model.weights.unet, model.configs.unet, { sizes })),
    feeds: unetFeeds,
    build: (weights) => unet(weights, model.configs.unet),
    weights: model.weights.unet,
  },
  // What a call takes that reuses the deep features of another.
  shallow: {
    gflop: sized(shallowUnet(model.weights.unet, model.configs.unet, 1, { sizes })),
    feeds: { ...unetFeeds, deep: draw([1, 320, 64, 64]) },
    build: (weights) => shallowUnet(weights, model.configs.unet, 1),
    weights: model.weights.unet,
  },
  vae: {
    gflop: 2514.5, // as `flops` of the graph has it when 64×64 is written into its input
    feeds: { latent: draw([1, 4, 64, 64]) },
    build: (weights) => vaeDecoder(weights, model.configs.vae),
    weights: model.weights.vae,
  },
  taesd: {
    gflop: 141.4, // as above
    feeds: { latent: draw([1, 4, 64, 64]) },
    build: (weights) => tinyVaeDecoder(weights, model.configs.taesd),
    weights: model.weights.taesd,
  },
  text: {
    gflop: (12 * 77 * (2 * (4 * 768 ** 2 + 2 * 768 * 3072) + 4 * 77 * 768)) / 1e9,
    feeds: {
      ids,
      kept: { shape: [1, 77, 1], data: new Float32Array(77).fill(1) },
      own: { shape: [1, 77, 768], data: new Float32Array(77 * 768) },
    },
    build: (weights) => textEncoder(weights, model.configs.text_encoder),
    weights: model.weights.text,
  },
}

type Entry = {
  name: string
  gflop: number
  feeds: Feeds
  session: Session
  loadS: number
  seconds: number[]
  out?: Tensor
}
const entries: Entry[] = []
async function enter(name: string, gflop: number, feeds: Feeds, make: () => Scope | Promise<Scope>): Promise<void> {
  const start = performance.now()
  const session = await openSession(await make(), { threads: Number(threads) })
  entries.push({ name, gflop, feeds, session, loadS: (performance.now() - start) / 1000, seconds: [] })
}

// What the CPU can do: one large convolution and one large matrix, the better of the two.
const alone = (name: string, shape: number[], layer: (g: Scope, x: Value) => Value) => {
  const g = Scope.root('peak', model.weights.unet)
  const x = g.input('x', 'float32', shape)
  g.output('y', layer(g, x))
  return enter(name, sized(g), { x: draw(shape) }, () => g)
}
await alone('peak conv', [1, 640, 32, 32], (g, x) => conv2d(g.at('down_blocks.1.resnets.1.conv1'), x, 640, 3))
const matrix = 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q'
await alone('peak linear', [1, 256, 1280], (g, x) => linear(g.at(matrix), x, 1280, { bias: false }))
for (const name of chosen.split(',')) {
  const { gflop, feeds, build, weights } = parts[name]!
  await enter(`${name} fp32`, gflop, feeds, () => build(weights))
  if (name !== 'unet' && name !== 'shallow') continue // what is computed in 8 bits
  await enter(`${name} int8`, gflop, feeds, async () => {
    const small = new Int8Weights(weights, join(model.folder, `${name}.int8`))
    const graph = build(small)
    await small.write()
    return graph
  })
}

for (let round = 0; round < Number(rounds); round++)
  for (const entry of entries)
    entry.seconds.push(
      await timed(Number(threads), async () => {
        entry.out = Object.values(await entry.session.run(entry.feeds))[0]!
      }),
    )

const best = ({ seconds }: Entry) => Math.min(...seconds)
const rateOf = (entry: Entry) => entry.gflop / best(entry)
const [conv, matmul, ...rest] = entries as [Entry, Entry, ...Entry[]]
const peak = Math.max(rateOf(conv), rateOf(matmul))
console.log(`${cpus()[0]?.model}, ${threads} thread(s), ${rounds} rounds; a layer alone: ${peak.toFixed(0)} GFLOP/s`)
console.table(
  Object.fromEntries(
    rest.map((entry) => {
      const rate = rateOf(entry)
      const exact = rest.find(({ name }) => name === entry.name.replace('int8', 'fp32'))!
      const figures = { 'load s': entry.loadS, 'best s': best(entry), 'GFLOP/s': rate, 'share of peak': rate / peak }
      const shown = Object.entries(figures).map(([key, value]) => [key, Number(value.toFixed(2))])
      return [entry.name, { ...Object.fromEntries(shown), error: difference(entry.out!, exact.out!).toExponential(1) }]
    }),
  ),
)

/** ‖a − b‖ ÷ ‖b‖ */
function difference({ data: a }: Tensor, { data: b }: Tensor): number {
  let [off, all] = [0, 0]
  for (const [i, value] of b.entries()) {
    off += (a[i]! - value) ** 2
    all += value ** 2
  }
  return Math.sqrt(off / all)
}
