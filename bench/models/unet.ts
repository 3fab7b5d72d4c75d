// What the hook for attention costs: a UNet without it, with it in a run without edits, and in an edited run, in turn.
//   npx tsx bench/models/unet.ts [FOLDER|FILE] [rounds] [pixels] [threads]
// The order turns around every round and ratios are taken within a round, so that other work on the machine disturbs all
// alike. With one thread the time that the process computed is told, too: waiting for a core is not in it.
import { cpus } from 'node:os'
import { readModel } from '../../packages/models/src/read-model'
import { openSession } from '../../packages/models/src/session'
import { type AttentionChanges, hookFeeds, hookOutputs } from '../../packages/models/src/unet/attention-changes'
import { attentionHook, type HookedSites } from '../../packages/models/src/unet/attention-hook'
import { keepRows, partsRead } from '../../packages/models/src/unet/kept-rows'
import { type Hook, unet } from '../../packages/models/src/unet/unet'
import { medianInterval } from '../median-interval'
import { mb, median, ms, percent, printTable } from '../table'

const [path = 'models/storybook', rounds = '200', pixels = '256', threads = `${cpus().length}`] = process.argv.slice(2)
const model = await readModel(path)
const weights = await model.unet.open()
const { config } = model.unet
const side = Number(pixels) / (model.vae?.config.downscale ?? 8)
const tokens = model.textEncoders[0]?.config.tokens ?? 77
const B = 2

const sites: HookedSites[] = []
const hook: Hook = (g, sizes) => {
  const { edit, feature, finish } = attentionHook(g, sizes)
  return { edit, feature, finish: () => void sites.push(finish()) }
}
const values = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i)),
})
const shared = {
  x: values(B, config.inChannels, side, side),
  timesteps: { shape: [B], data: new Float32Array(B).fill(500) },
  context: values(B, tokens, config.contextWidth),
}

const open = (options: Parameters<typeof unet>[2]) =>
  openSession(unet(weights, config, options), { threads: Number(threads) })
const plain = await open({})
const hooked = await open({ hook })
const [layers] = sites as [HookedSites]

const coarse = layers.self.flatMap(({ scale }, layer) => (scale >= 4 ? [layer] : []))
const edit: AttentionChanges = {
  cross: [{ row: 1, source: 0, mapped: new Float32Array(tokens * tokens).fill(1 / tokens) }],
  own: new Map([[1, new Float32Array(tokens).fill(0.5)]]),
  self: new Map(coarse.map((layer) => [layer, { q: [0, 0], k: [0, 0], v: [0, 1] }])),
}
const callHooked = (changes: AttentionChanges) => () =>
  hooked.run({ ...shared, ...hookFeeds(changes, layers, shared.x, tokens) }, [
    'predicted',
    ...hookOutputs(changes, layers),
  ])

const record = { ...edit, recorded: [0] }
const read = partsRead(record, new Set([0]), layers)
const kept = keepRows(await callHooked(record)(), read, 1, layers)
const alone: AttentionChanges = {
  cross: [{ row: 0, source: 1, mapped: edit.cross![0]!.mapped }],
  own: new Map([[0, edit.own!.get(1)!]]),
  self: new Map(coarse.map((layer) => [layer, { q: [1], k: [1], v: [0] }])),
  kept,
}
const one = {
  x: values(1, config.inChannels, side, side),
  timesteps: { shape: [1], data: Float32Array.of(500) },
  context: values(1, tokens, config.contextWidth),
}
const callAlone = () => hooked.run({ ...one, ...hookFeeds(alone, layers, one.x, tokens) }, ['predicted'])

const calls = {
  'no hook': () => plain.run(shared, ['predicted']),
  'hook, nothing changed': callHooked({}),
  'hook, source and edit': callHooked(edit),
  'the same, recorded for later edits': callHooked(record),
  'the edit alone, by the kept source': callAlone,
}
type Name = keyof typeof calls
const names = Object.keys(calls) as Name[]
const wall = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
const computed = structuredClone(wall)

for (const name of names) await calls[name]()
for (let round = 0; round < Number(rounds); round++)
  for (const name of round % 2 ? names : names.toReversed()) {
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    await calls[name]()
    wall[name].push(performance.now() - start)
    const { user, system } = process.cpuUsage(cpu)
    computed[name].push((user + system) / 1000)
  }

const of = (times: typeof wall) =>
  names.map((what) => {
    const ratios = times[what].map((time, round) => time / times['no hook'][round]!)
    const [low, high] = medianInterval(ratios)
    const against = `${percent(median(ratios))} (95 %: ${percent(low)} … ${percent(high)})`
    const least = ms(times[what].reduce((a, b) => Math.min(a, b)))
    return { what, value: `least ${least}, median ${ms(median(times[what]))}, against no hook ${against}` }
  })
printTable(`${path}, ${pixels} × ${pixels}, a call of ${B} rows, ${threads} threads, ${rounds} rounds`, of(wall))
if (threads === '1') printTable('the same, time computed', of(computed))
console.log(`  kept of one source for one call: ${mb(kept.data.byteLength)}`)
