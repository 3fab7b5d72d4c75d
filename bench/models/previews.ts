// What a preview of a step costs, by way of making it, beside the step; then walks of 20 steps with previews
// by every way against walks without. One thread, time computed.
//   npx tsx bench/models/previews.ts [FOLDER|FILE] [TAESD] [latent side] [rounds] [walks]
// Without a TAESD the model's own preview decoder is taken. The order turns around every round and ratios are taken within a
// round. Coding the picture for the page is part of a preview.
import { encodePicture } from '../../apps/server/src/engine/encode-picture'
import { gaussian } from '../../packages/diffusion/src/index'
import { openModel, openVaeFile } from '../../packages/models/src/index'
import { toRgb } from '../../packages/nodes/src/images/pixels'
import { latentPicture } from '../../packages/nodes/src/sampling/latent-picture'
import { previewer } from '../../packages/nodes/src/sampling/previewer'
import type { Previews } from '../../packages/runtime/src/index'
import { medianInterval } from '../median-interval'
import { median, ms, percent, printTable } from '../table'

const [path = 'models/storybook', taesd = '', side = '16', rounds = '30', walks = '0'] = process.argv.slice(2)
const options = { device: 'cpu', threads: 1 }
const model = await openModel(path, options)
const tiny = taesd === '' ? model.preview : await openVaeFile(taesd, model.latent, options)

const draw = gaussian(7)
const { contextWidth, inChannels } = model.parts.unet.config
const latent = draw([1, model.latent.channels, Number(side), Number(side)])
const x = draw([2, inChannels, Number(side), Number(side)])
const context = draw([2, 77, contextWidth])

const step = () => model.predict(x, [500, 500], { context })
const calls: Record<string, () => Promise<unknown>> = {
  'a step: one UNet call of two rows': step,
  'preview, linear': () => encodePicture(latentPicture(latent, model)),
  ...(tiny && { 'preview, decoded': async () => encodePicture(toRgb(await tiny.decode(latent), 0)) }),
  ...(tiny && { 'decoding of it alone': () => tiny.decode(latent) }),
}

/** Milliseconds computed in every round, by name. */
async function inTurn(calls: Readonly<Record<string, () => Promise<unknown>>>, rounds: number) {
  const names = Object.keys(calls)
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]]))
  for (const name of names) await calls[name]!()
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 ? names : names.toReversed()) {
      const before = process.cpuUsage()
      await calls[name]!()
      const { user, system } = process.cpuUsage(before)
      times[name]!.push((user + system) / 1000)
    }
  return Object.entries(times)
}

const parts = await inTurn(calls, Number(rounds))
printTable(
  `${path}, latent ${side} × ${side}, ${rounds} rounds`,
  parts.map(([what, times]) => {
    const shares = times.map((time, round) => (100 * time) / parts[0]![1][round]!)
    const [low, high] = medianInterval(shares).map((share) => share.toFixed(1))
    const share = `${median(shares).toFixed(1)} % of a step (95 %: ${low} … ${high})`
    return { what, value: `least ${ms(Math.min(...times))}, median ${ms(median(times))}, ${share}` }
  }),
)

/** Pictures that a walk has shown, by way. */
const pictures = new Map<string, number>()
const walk = (previews: Previews) => async () => {
  const none = { models: { listed: () => [], locate: () => '' }, device: 'cpu', warn: console.error }
  const paint = previewer({ ...model, ...(tiny && { preview: tiny }) }, { ...none, previews })
  let made = 0
  for (let i = 0; i < 20; i++) {
    await step()
    const picture = await paint(latent)
    if (!picture) continue
    await encodePicture(picture)
    made++
  }
  pictures.set(previews, made)
}
if (Number(walks) > 0) {
  const ways: readonly Previews[] = ['off', 'linear', 'auto', 'decoder']
  const all = await inTurn(Object.fromEntries(ways.map((way) => [way, walk(way)])), Number(walks))
  printTable(
    `20 steps with previews, ${walks} rounds`,
    all.map(([what, times]) => {
      const ratios = times.map((time, round) => time / all[0]![1][round]!)
      const [low, high] = medianInterval(ratios).map(percent)
      const against = `${percent(median(ratios))} (95 %: ${low} … ${high})`
      return { what, value: `${pictures.get(what)} pictures, ${ms(median(times))}, against off ${against}` }
    }),
  )
}
