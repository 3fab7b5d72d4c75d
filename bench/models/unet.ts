// How long a UNet takes: loading, and a call of two rows, in the forms it can be built in.
//   npx tsx bench/models/unet.ts FOLDER [threads] [pixels]
// Calls of all kinds alternate; other work on the machine disturbs the best time least.
import { cpus } from 'node:os'
import { readModelFolder } from '../../packages/models/src/folder'
import { openSession, type Session } from '../../packages/models/src/session'
import { hookFeeds } from '../../packages/models/src/unet/attention-changes'
import { attentionHook, type HookedSites } from '../../packages/models/src/unet/attention-hook'
import { type Hook, unet } from '../../packages/models/src/unet/unet'
import { matmul } from '../../packages/onnx-graph/src/index'

const [path = 'models/storybook', threads = `${cpus().length}`, pixels = '128'] = process.argv.slice(2)
const folder = await readModelFolder(path)
const weights = await folder.unet.open()
const { config } = folder.unet
const side = Number(pixels) / folder.vae!.config.downscale
const sizes = { batch: 2, height: side, width: side, tokens: folder.textEncoders[0]!.config.tokens }

let sites: HookedSites = { self: [], cross: [], groups: [], selfScales: [] }
const hooked: Hook = (g, sizes) => {
  const { edit, feature, finish } = attentionHook(g, sizes)
  return { edit, feature, finish: () => void (sites = finish()) }
}
const explicit: Hook = () => ({ edit: () => ({ weigh: matmul }), feature: <X>(x: X) => x, finish: () => undefined })
const kinds: Record<string, Parameters<typeof unet>[2]> = {
  plain: {},
  'plain, built for one size': { sizes },
  'plain, no attention by flash': { hook: explicit },
  'hooked, nothing changed': { hook: hooked },
}

const values = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i)),
})
const plainFeeds = {
  x: values(2, config.inChannels, side, side),
  timesteps: { shape: [2], data: Float32Array.of(500, 500) },
  context: values(2, sizes.tokens, config.contextWidth),
}

const runs = 30
const opened: { name: string; session: Session; loadMs: number; times: number[] }[] = []
for (const [name, options] of Object.entries(kinds)) {
  const start = performance.now()
  const session = await openSession(unet(weights, config, options), { threads: Number(threads) })
  opened.push({ name, session, loadMs: performance.now() - start, times: [] })
}
for (let i = 0; i < runs; i++) {
  for (const { name, session, times } of opened) {
    const feeds = name.startsWith('hooked') ? { ...plainFeeds, ...hookFeeds({}, sites, 2, sizes.tokens) } : plainFeeds
    const start = performance.now()
    await session.run(feeds)
    times.push(performance.now() - start)
  }
}

const gflop = unet(weights, config, { sizes }).graph.flops / 1e9
console.log(`${path}: ${pixels}×${pixels}, 2 rows, ${gflop.toFixed(2)} GFLOP, ${threads} threads, ${runs} runs`)
console.table(
  Object.fromEntries(
    opened.map(({ name, loadMs, times }) => {
      const sorted = times.sort((a, b) => a - b)
      const [best, median] = [sorted[0]!, sorted[runs >> 1]!]
      const row = { 'load ms': loadMs, 'best ms': best, 'median ms': median, 'GFLOP/s at best': (gflop / best) * 1000 }
      return [name, Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value.toFixed(1))]))]
    }),
  ),
)
