// What it saves to keep the UNet of Stable Diffusion 1.5, in its full size and with the hook for attention, laid out for the
// processor. On Linux; each way in a process of its own, `kept` twice: the first writes.
//   MALLOC_MMAP_THRESHOLD_=1048576 MALLOC_TRIM_THRESHOLD_=1048576 \
//     npx tsx bench/models/prepacked.ts plain|kept [unet|half|vae|text] [rounds]
// `half` is the UNet with half the channels. Weights are random, made once in LOOM_BENCH_CACHE, where what is kept lies too: 6.6 GB.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gaussian } from '../../packages/diffusion/src/index'
import { textEncoder } from '../../packages/models/src/clip/text-encoder'
import { LazySession } from '../../packages/models/src/lazy-session'
import { keepPrepacked } from '../../packages/models/src/prepacked/open-prepacked'
import { hookFeeds } from '../../packages/models/src/unet/attention-changes'
import { attentionHook, type HookedSites } from '../../packages/models/src/unet/attention-hook'
import { unet } from '../../packages/models/src/unet/unet'
import { vaeDecoder } from '../../packages/models/src/vae/decoder'
import type { Weights } from '../../packages/onnx-graph/src/index'
import { printTable } from '../table'
import { fullSizeModel } from './full-size-weights'

const [way, part = 'unet', rounds = '3'] = process.argv.slice(2)
const { folder, configs, weights } = await fullSizeModel()
const draw = gaussian(7)
let sites!: HookedSites
const hooked = (from: Weights, config: typeof configs.unet) => ({
  build: () =>
    unet(from, config, {
      hook: (g, sizes) => {
        const hook = attentionHook(g, sizes)
        return { ...hook, finish: () => void (sites = hook.finish()) }
      },
    }),
  feeds: () => {
    const x = draw([1, 4, 64, 64])
    const told = { context: draw([1, 77, 768]), timesteps: { shape: [1], data: Float32Array.of(500) } }
    return { x, ...told, ...hookFeeds({}, sites, x, 77) }
  },
  output: 'predicted',
})
/** The first values of each tensor, in another shape. */
const cut: Weights = {
  get(name, shape) {
    const whole = weights.unet.get(name)
    return whole && shape && { ...whole, shape, length: 2 * shape.reduce((a, b) => a * b) }
  },
}
const parts = {
  unet: hooked(weights.unet, configs.unet),
  half: hooked(cut, {
    ...configs.unet,
    blocks: configs.unet.blocks.map((block) => ({ ...block, channels: block.channels / 2 })),
  }),
  vae: {
    build: () => vaeDecoder(weights.vae, configs.vae),
    feeds: () => ({ latent: draw([1, 4, 32, 32]) }),
    output: 'image',
  },
  text: {
    build: () => textEncoder(weights.text, configs.text_encoder),
    feeds: () => ({
      ids: { shape: [1, 77], data: Int32Array.from({ length: 77 }, (_, i) => 500 + i) },
      kept: { shape: [1, 77, 1], data: new Float32Array(77).fill(1) },
      own: { shape: [1, 77, 768], data: new Float32Array(77 * 768) },
    }),
    output: 'hidden.1',
  },
}
const { build, feeds, output } = parts[part as keyof typeof parts]

/** The most anonymous memory at a time; looked at from another thread, as onnxruntime blocks this one. */
const highest = new Float64Array(new SharedArrayBuffer(8))
const watch = `
  const { workerData: highest } = require('node:worker_threads')
  const { readFileSync } = require('node:fs')
  setInterval(() => {
    const kB = Number(/RssAnon:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
    highest[0] = Math.max(highest[0], kB)
  }, 5)`
const watcher = new Worker(watch, { eval: true, workerData: highest })
await new Promise((resolve) => setTimeout(resolve, 300))

const MiB = (name: string) =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024
const clock = () => ({ s: performance.now() / 1000, cpu: process.cpuUsage() })
const since = ({ s, cpu }: ReturnType<typeof clock>) => {
  const { user, system } = process.cpuUsage(cpu)
  return `${(performance.now() / 1000 - s).toFixed(2)} s, ${((user + system) / 1e6).toFixed(2)} s of the processor`
}

const rows: { what: string; value: string }[] = []
const note = (what: string, value: string) => void rows.push({ what, value })
const memory = () => `${(MiB('RssAnon') - before).toFixed(0)} MiB, mapped ${MiB('RssFile').toFixed(0)}`

if (way === 'kept') keepPrepacked(join(folder, 'cache'), 20e9, { graph: 0, mapped: 2 ** 20 + 1 })
build() // what is fed depends on it
const given = feeds()
const before = MiB('RssAnon')
highest[0] = 0
const session = new LazySession(build, 'float32', {})
let start = clock()
// Loading and the first call are one.
let y = (await session.run(given, [output]))[output]!
note('opened and first call', since(start))
note('at most, anonymous', `${(highest[0] / 1024 - before).toFixed(0)} MiB`)
note('then', memory())
for (let round = 0; round < Number(rounds); round++) {
  start = clock()
  y = (await session.run(given, [output]))[output]!
  note('call', since(start))
}
note('then', memory())
note('worked out', `${(session.bytes / 2 ** 20).toFixed(0)} MiB`)
note('sum of the output', `${y.data.reduce((all, value) => all + value, 0)}`)
printTable(`${part}, ${way}`, rows)
await session.dispose()
await watcher.terminate()
