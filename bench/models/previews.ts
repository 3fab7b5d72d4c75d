// What a preview of a step costs, by way of making it, beside the step and beside the VAE: one thread, time computed.
//   npx tsx bench/models/previews.ts [FOLDER|FILE] [TAESD] [latent side] [rounds]
// Without a TAESD the model's own preview decoder is taken. The order turns around every round and ratios are taken within a
// round. Coding the picture for the page is part of a preview.
import { encodePicture } from '../../apps/server/src/engine/encode-picture'
import { gaussian } from '../../packages/diffusion/src/index'
import { openModel, openVaeFile } from '../../packages/models/src/index'
import { toRgb } from '../../packages/nodes/src/images/pixels'
import { latentPicture } from '../../packages/nodes/src/sampling/latent-picture'
import { medianInterval } from '../median-interval'
import { median, ms, printTable } from '../table'

const [path = 'models/storybook', taesd = '', side = '16', rounds = '30'] = process.argv.slice(2)
const options = { device: 'cpu', threads: 1 }
const model = await openModel(path, options)
const tiny = taesd === '' ? model.preview : await openVaeFile(taesd, model.latent, options)

const draw = gaussian(7)
const { contextWidth, inChannels } = model.parts.unet.config
const latent = draw([1, model.latent.channels, Number(side), Number(side)])
const x = draw([2, inChannels, Number(side), Number(side)])
const context = draw([2, 77, contextWidth])

const calls: Record<string, () => Promise<unknown>> = {
  'a step: one UNet call of two rows': () => model.predict(x, [500, 500], { context }),
  'preview, linear': () => encodePicture(latentPicture(latent, model)),
  ...(tiny && { 'preview, decoded': async () => encodePicture(toRgb(await tiny.decode(latent), 0)) }),
  ...(tiny && { 'decoding of it alone': () => tiny.decode(latent) }),
  'decoding by the VAE': () => model.decode(latent),
}
const names = Object.keys(calls)
const times = Object.fromEntries(names.map((name) => [name, [] as number[]]))
for (const name of names) await calls[name]!()
for (let round = 0; round < Number(rounds); round++)
  for (const name of round % 2 ? names : names.toReversed()) {
    const before = process.cpuUsage()
    await calls[name]!()
    const { user, system } = process.cpuUsage(before)
    times[name]!.push((user + system) / 1000)
  }

const step = times[names[0]!]!
printTable(
  `${path}, latent ${side} × ${side}, ${rounds} rounds`,
  names.map((what) => {
    const parts = times[what]!.map((time, round) => (100 * time) / step[round]!)
    const [low, high] = medianInterval(parts).map((part) => part.toFixed(1))
    const least = ms(Math.min(...times[what]!))
    const share = `${median(parts).toFixed(1)} % of a step (95 %: ${low} … ${high})`
    return { what, value: `least ${least}, median ${ms(median(times[what]!))}, ${share}` }
  }),
)
