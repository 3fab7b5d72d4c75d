// How far one call of Stable Diffusion 1.5's UNet in its full size, with the hook for attention, is from diffusers'.
//   LOOM_BENCH_CACHE=FOLDER npx tsx bench/compare/one-call.ts      after one_call.py
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSession } from '../../packages/models/src/session'
import { hookFeeds } from '../../packages/models/src/unet/attention-changes'
import { attentionHook, type HookedSites } from '../../packages/models/src/unet/attention-hook'
import { unet } from '../../packages/models/src/unet/unet'
import { fullSizeModel } from '../models/full-size-weights'

const { folder, weights, configs } = await fullSizeModel()
const bytes = await readFile(join(folder, 'one-call.f32'))
const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
const [latent, text] = [4 * 64 * 64, 77 * 768]
const x = { shape: [1, 4, 64, 64], data: all.slice(0, latent) }
const context = { shape: [1, 77, 768], data: all.slice(latent, latent + text) }
const wanted = all.subarray(latent + text)

let sites!: HookedSites
const graph = unet(weights.unet, configs.unet, {
  hook: (g, sizes) => {
    const hook = attentionHook(g, sizes)
    return { ...hook, finish: () => void (sites = hook.finish()) }
  },
})
const session = await openSession(graph)
const timesteps = { shape: [1], data: Float32Array.of(601) }
const { predicted } = await session.run({ x, context, timesteps, ...hookFeeds({}, sites, x, 77) }, ['predicted'])
const off = predicted!.data.map((value, i) => Math.abs(value - wanted[i]!))
const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const norm = (values: Float32Array) => Math.hypot(...values)
console.log(`largest error ÷ largest value: ${(Math.max(...off) / largest).toExponential(1)}`)
console.log(`‖a − b‖ ÷ ‖b‖: ${(norm(Float32Array.from(off)) / norm(wanted)).toExponential(1)}`)
await session.dispose()
