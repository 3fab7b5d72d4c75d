// What a part of a model takes of the memory, against what is worked out beforehand. On Linux; started as the engine is:
//   MALLOC_MMAP_THRESHOLD_=1048576 MALLOC_TRIM_THRESHOLD_=1048576 \
//     npx tsx bench/models/memory.ts [FOLDER|FILE] [unet|decoder|encoder] [WIDTHxHEIGHT] [rows]
import { readFileSync, writeFileSync } from 'node:fs'
import { gaussian } from '../../packages/diffusion/src/index'
import { graphMemory } from '../../packages/models/src/memory/graph-memory'
import { readModel } from '../../packages/models/src/read-model'
import { type Feed, openSession } from '../../packages/models/src/session'
import { hookFeeds } from '../../packages/models/src/unet/attention-changes'
import { attentionHook, type HookedSites } from '../../packages/models/src/unet/attention-hook'
import { type Hook, unet } from '../../packages/models/src/unet/unet'
import { vaeDecoder } from '../../packages/models/src/vae/decoder'
import { vaeEncoder } from '../../packages/models/src/vae/encoder'
import type { Scope } from '../../packages/onnx-graph/src/index'
import { mb, printTable } from '../table'

const [path = 'models/storybook', part = 'unet', pixels = '512x512', rows = '1'] = process.argv.slice(2)
const B = Number(rows)
const draw = gaussian(3)
const model = await readModel(path)
if (!model.vae) throw new Error(`${path} has no VAE`)
const { downscale } = model.vae.config
const [W, H] = pixels.split('x').map(Number) as [number, number]
const [h, w] = [H / downscale, W / downscale]

type Case = { readonly graph: Scope; readonly sizes: Record<string, number>; readonly feeds: Record<string, Feed> }
const cases: Record<string, () => Promise<Case>> = {
  unet: async () => {
    const { config } = model.unet
    const sites: HookedSites[] = []
    const hook: Hook = (g, sizes) => {
      const { edit, feature, finish } = attentionHook(g, sizes)
      return { edit, feature, finish: () => void sites.push(finish()) }
    }
    const graph = unet(await model.unet.open(), config, { hook })
    const { pooled, numbers } = config.added ?? {}
    const x = draw([B, config.inChannels, h, w])
    const feeds = {
      ...{ x, context: draw([B, 77, config.contextWidth]) },
      timesteps: { shape: [B], data: new Float32Array(B).fill(500) },
      ...(pooled && numbers && { pooled: draw([B, pooled]), numbers: draw([B, numbers]) }),
      ...hookFeeds({}, sites[0]!, x, 77),
    }
    const none = { E: 0, 'E-J': 0, J: 0, S: 0, I: 0, P: 0, parts: 0, mergeFrom: 0, mergeInto: 0, mergeOrder: 0 }
    return { graph, feeds, sizes: { B, h, w, tokens: 77, ...none } }
  },
  decoder: async () => ({
    graph: vaeDecoder(await model.vae!.open(), model.vae!.config),
    feeds: { latent: draw([B, model.vae!.config.latentChannels, h, w]) },
    sizes: { B, h, w },
  }),
  encoder: async () => ({
    graph: vaeEncoder(await model.vae!.open(), model.vae!.config),
    feeds: { image: draw([B, 3, H, W]) },
    sizes: { B, H, W },
  }),
}

const status = (name: string) =>
  1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))![1])
const { graph, feeds, sizes } = await cases[part]!()
const expected = graphMemory(graph, 'float32')
writeFileSync('/proc/self/clear_refs', '5') // the peak begins anew
const before = { anonymous: status('RssAnon'), resident: status('VmRSS') }
const session = await openSession(graph, {})
const [loading, loaded] = [status('VmHWM') - before.resident, status('RssAnon')]
const growth: number[] = []
for (let run = 0; run < 2; run++) {
  await session.run(feeds, [graph.graph.outputs.find(({ name }) => /predicted|image|latent/.test(name))!.name])
  growth.push(status('RssAnon') - loaded)
}
const against = (measured: number, worked: number) => `${mb(measured)}, worked out ${mb(worked)}`
printTable(`${path}, ${part}, ${rows} of ${pixels}`, [
  { what: 'loading, at most', value: against(loading, expected.loading) },
  { what: 'loaded', value: against(loaded - before.anonymous, expected.weights) },
  { what: 'kept by a run', value: against(growth[0]!, expected.run(sizes)) },
  { what: 'kept by two runs', value: mb(growth[1]!) },
])
