// What options for speed gain and cost: pictures painted with each, against the same painted plainly.
//   npx tsx bench/speed-options.ts [model folder] [pictures] [steps] [only options so named, e.g. merged]
// Times are of the processor, one thread, UNet calls and all; PSNR is over all pixels of all pictures, and of the worst.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createTokenizer,
  gaussian,
  noiseLevels,
  samplers,
  startingPoint,
  trainingSchedule,
} from '../packages/diffusion/src/index'
import { type LoadedModel, openModel } from '../packages/models/src/index'
import { guidedBy, levelsBetween, type Predict } from '../packages/nodes/src/sampling/guided'
import { type Reuse, reusingFeatures } from '../packages/nodes/src/sampling/reused-features'
import type { Tensor } from '../packages/tensor/src/index'

const [folder = 'models/storybook', pictures = '8', steps = '20', only = ''] = process.argv.slice(2)
const who = ['cat', 'dog', 'fox', 'rabbit']
const where = ['in a forest', 'on a beach', 'in a garden at night', 'in the snow']
const sentences = Array.from({ length: Number(pictures) }, (_, i) => `a ${who[i % 4]} sitting ${where[(i >> 1) % 4]}`)
const guidance = 7.5

type Option = {
  readonly precision?: 'int8'
  readonly from?: number
  readonly until?: number
  readonly reuse?: Reuse
  readonly merged?: number
}
const early = Math.round(0.2 * Number(steps))
const all: Record<string, Option> = {
  plain: {},
  int8: { precision: 'int8' },
  'guided until 0.8': { until: 0.8 },
  'guided until 0.6': { until: 0.6 },
  'guided until 0.4': { until: 0.4 },
  'guided from 0.1': { from: 0.1 },
  'guided from 0.1 until 0.7': { from: 0.1, until: 0.7 },
  'whole every 2': { reuse: { first: 0, every: 2, depth: 1 } },
  'whole every 3': { reuse: { first: 0, every: 3, depth: 1 } },
  'whole until 0.2, then every 2': { reuse: { first: early, every: 2, depth: 1 } },
  'whole until 0.2, then every 3': { reuse: { first: early, every: 3, depth: 1 } },
  'whole until 0.2, then every 5': { reuse: { first: early, every: 5, depth: 1 } },
  'the same, else 2 layers': { reuse: { first: early, every: 5, depth: 2 } },
  'the same, else 6 layers': { reuse: { first: early, every: 5, depth: 6 } },
  'merged 0.25': { merged: 0.25 },
  'merged 0.5': { merged: 0.5 },
  'merged 0.75': { merged: 0.75 },
}
const options = Object.fromEntries(Object.entries(all).filter(([name]) => name === 'plain' || name.includes(only)))

const opened = new Map<string, LoadedModel>()
for (const precision of ['fp32', 'int8'] as const)
  opened.set(precision, await openModel(folder, { threads: 1, precision, cache: join(tmpdir(), 'latent-loom-bench') }))

async function paint(
  model: LoadedModel,
  sentence: string,
  seed: number,
  { from = 0, until = 1, reuse, merged = 0 }: Option,
) {
  const training = trainingSchedule(model.schedulerConfig)
  const tokenizer = createTokenizer(model.tokenizer!)
  const told = async (text: string) => ({
    context: (await model.encodeText([[...tokenizer.encode(text).ids]])).context,
  })
  const sigmas = noiseLevels(training, 'leading', Number(steps))
  const prompts = { positive: await told(sentence), negative: await told('') }
  const unet = reuse ? reusingFeatures(model, reuse) : model
  const predict: Predict = async (x, times, told) => (await unet.attend(x, times, told, { merged })).predicted
  const levels = levelsBetween(sigmas, from, until)
  const denoise = guidedBy({ loaded: model, tokenizer, training }, predict, prompts, guidance, { levels })
  const noise = gaussian(seed)([1, model.latent.channels, 32, 32])
  let x = startingPoint(
    { ...noise, data: new Float32Array(noise.data.length) },
    noise,
    sigmas[0]!,
    Number.POSITIVE_INFINITY,
  )
  const before = process.cpuUsage()
  for await (const step of samplers.ddim(denoise, x, sigmas, gaussian(0), training)) x = step.x
  const { user, system } = process.cpuUsage(before)
  return { image: await model.decode(x), seconds: (user + system) / 1e6 }
}

/** Mean square of the differences, of values kept to [-1,1]. */
function squares({ data: a }: Tensor, { data: b }: Tensor): number {
  const kept = (value: number) => Math.min(1, Math.max(-1, value))
  let sum = 0
  for (const [i, value] of a.entries()) sum += (kept(value) - kept(b[i]!)) ** 2
  return sum / a.length
}
const psnr = (square: number) => 10 * Math.log10(4 / square)

const found = Object.fromEntries(Object.keys(options).map((name) => [name, { squares: [0], seconds: [0] }]))
for (const row of Object.values(found)) row.squares.length = row.seconds.length = 0
// Sessions are made when first run; that is not to count.
for (const [name, option] of Object.entries(options))
  if (name === 'plain' || option.precision || option.reuse || option.merged)
    await paint(opened.get(option.precision ?? 'fp32')!, sentences[0]!, 0, option)
for (const [i, sentence] of sentences.entries()) {
  let exact: Tensor | undefined
  for (const [name, option] of Object.entries(options)) {
    const { image, seconds } = await paint(opened.get(option.precision ?? 'fp32')!, sentence, i, option)
    exact ??= image
    found[name]!.squares.push(squares(image, exact))
    found[name]!.seconds.push(seconds)
  }
}
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
console.log(`${folder}, ${pictures} pictures, ${steps} DDIM steps`)
console.table(
  Object.fromEntries(
    Object.entries(found).map(([name, { squares, seconds }]) => {
      const time = sum(seconds) / sum(found.plain!.seconds)
      const [mean, worst] = [psnr(sum(squares) / squares.length), psnr(Math.max(...squares))]
      return [name, { time: time.toFixed(2), 'PSNR dB': mean.toFixed(1), 'worst dB': worst.toFixed(1) }]
    }),
  ),
)
for (const model of opened.values()) await model.dispose()
