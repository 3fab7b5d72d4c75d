// What a LoRA costs: calls of two rows of a model's UNet without one and with low-rank ones on every layer that trainers
// choose, as branches and as changed weights (DoRA).
//   npx tsx bench/models/lora.ts [FOLDER] [rank] [threads] [pixels]
// Calls of all kinds alternate; other work on the machine disturbs the best time least.
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadedModel, openModel } from '../../packages/models/src/index'
import { writeSafetensors } from '../../tests/support/drawn-checkpoint'

const [path = 'models/storybook', rank = '16', threads = `${cpus().length}`, pixels = '256'] = process.argv.slice(2)
const model = await openModel(path, { threads: Number(threads) })
const weights = await model.parts.unet.open()
const folder = await mkdtemp(join(tmpdir(), 'loom-bench-'))

const values = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * i) / 100),
})

/** A LoRA of these layers; `convs`: on 3 × 3 convolutions too. */
async function put(name: string, { convs = false, dora = false }): Promise<LoadedModel> {
  const tensors: { name: string; shape: readonly number[]; data: Float32Array }[] = []
  for (const layer of layersOf(model)) {
    const stored = weights.get(`${layer}.weight`)
    if (!stored || (stored.shape.length === 4 && !convs)) continue
    const [to, from, ...window] = stored.shape as [number, number, ...number[]]
    const own = `lora_unet_${layer.replaceAll('.', '_')}`
    const add = (role: string, ...shape: number[]) => tensors.push({ name: `${own}.${role}`, ...values(...shape) })
    add('lora_down.weight', Number(rank), from, ...window)
    add('lora_up.weight', to, Number(rank), ...window.map(() => 1))
    if (dora) add('dora_scale', 1, from, ...window.map(() => 1))
  }
  const file = join(folder, `${name}.safetensors`)
  await writeSafetensors(file, tensors)
  return (await model.withLora(file, { unet: 0.8, text: 0 })).model
}

/** The linear layers of every transformer block and the convolutions of every residual block. */
function layersOf({ parts }: LoadedModel): string[] {
  const { blocks } = parts.unet.config
  const places = [
    ...blocks.flatMap((block, i) => Array.from({ length: block.resnets }, (_, j) => [`down_blocks.${i}`, j] as const)),
    ...blocks.flatMap((_, i) =>
      Array.from({ length: [...blocks].reverse()[i]!.resnets + 1 }, (_, j) => [`up_blocks.${i}`, j] as const),
    ),
    ...[0, 1].map((j) => ['mid_block', j] as const),
  ]
  const attention = ['attn1', 'attn2'].flatMap((at) => ['to_q', 'to_k', 'to_v', 'to_out.0'].map((it) => `${at}.${it}`))
  return places.flatMap(([block, j]) => [
    ...[...attention, 'ff.net.0.proj', 'ff.net.2'].map((it) => `${block}.attentions.${j}.transformer_blocks.0.${it}`),
    ...['conv1', 'conv2'].map((it) => `${block}.resnets.${j}.${it}`),
  ])
}

const kinds: Record<string, LoadedModel> = {
  none: model,
  'linear layers': await put('linear', {}),
  'linear layers, twice': (await (await put('one', {})).withLora(join(folder, 'one.safetensors'), { unet: 1, text: 0 }))
    .model,
  'linear layers and convolutions': await put('convs', { convs: true }),
  'linear layers, DoRA': await put('dora', { dora: true }),
}
const side = Number(pixels) / model.latent.downscale
const x = values(2, model.parts.unet.config.inChannels, side, side)
const context = values(2, 77, model.parts.unet.config.contextWidth)
const runs = 30
const times = new Map<string, number[]>()
for (const [name, changed] of Object.entries(kinds)) {
  await changed.predict(x, [500, 500], { context }) // loads it, so each kind is timed on its own
  const taken: number[] = []
  for (let i = 0; i < runs; i++) {
    for (const [kind, of] of [
      ['none', model],
      [name, changed],
    ] as const) {
      const start = performance.now()
      await of.predict(x, [500, 500], { context })
      if (kind === name) taken.push(performance.now() - start)
    }
  }
  times.set(
    name,
    taken.sort((a, b) => a - b),
  )
}
const base = times.get('none')![0]!
console.log(`${path}: ${pixels}×${pixels}, 2 rows, rank ${rank}, ${threads} threads, ${runs} runs`)
console.table(
  Object.fromEntries(
    [...times].map(([name, taken]) => [
      name,
      {
        'best ms': Number(taken[0]!.toFixed(1)),
        'median ms': Number(taken[runs >> 1]!.toFixed(1)),
        'more at best': `${((taken[0]! / base - 1) * 100).toFixed(0)} %`,
      },
    ]),
  ),
)
await model.dispose()
await rm(folder, { recursive: true })
