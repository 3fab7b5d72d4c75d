import { gaussian, type Noise, samplers, startingPoint } from '@loom/diffusion'
import { defineNode, InputError, optional, param } from '@loom/runtime'
import { concat, repeat, rows, type Tensor } from '@loom/tensor'
import { AttentionRun } from '../attention/attention-run'
import { reusingSources } from '../attention/reused-sources'
import * as ports from '../ports'
import { equallyLong } from './equally-long'
import { guidedBy, needsNegative } from './guided'
import { checkInversion, guidanceOf, holdSource } from './inverted'
import { latentPicture } from './latent-picture'

/** Every row of x `times` times, copies beside each other: a picture's source and edits share one start and one noise. */
const eachRow = (x: Tensor, times: number): Tensor =>
  times === 1 ? x : concat(Array.from({ length: x.shape[0]! }, (_, row) => repeat(rows(x, row, row + 1), times)))

/** Denoises a latent along its schedule. The only loop that calls the UNet: progress, preview and cancelling live here. */
export const unetStep = defineNode({
  type: 'UNetStep',
  version: 1,
  title: 'UNet steps',
  category: 'sampling',
  description: 'Lets the UNet take noise away, step by step, until a latent of the picture is left.',
  keywords: ['sampler', 'ksampler', 'denoise', 'generate'],
  inputs: {
    model: ports.model,
    schedule: ports.schedule,
    positive: ports.conditioning,
    negative: ports.conditioning,
    latent: ports.latent,
    control: optional(ports.attentionControl),
    inversion: optional(ports.inversion),
  },
  params: {
    guidance: param.number({
      default: 7.5,
      min: 1,
      max: 30,
      description: 'How strongly the picture follows the prompt rather than the negative prompt',
    }),
    seed: param.seed(),
  },
  outputs: { latent: ports.latent, attention: ports.attention, selfAttention: ports.selfAttention },
  onDemand: ['attention', 'selfAttention'],
  observed: true,
  shows: 'preview',

  async run(inputs, { signal, progress, wants, observe, tellAttention, assets, device, keepBytes = 0 }) {
    const { model, schedule, latent, inversion, guidance, seed } = inputs
    const { loaded } = model
    const { model: _, ...made } = inputs
    for (const [input, given] of Object.entries(made))
      if (typeof given === 'object' && 'modelId' in given && given.modelId !== loaded.id)
        throw new InputError(input, 'this was made with another model')
    const { positive, negative, control } = await equallyLong(model, inputs)
    if (control && control.source.text !== positive.prompt.text)
      throw new InputError('control', `it edits "${control.source.text}", but positive is "${positive.prompt.text}"`)
    if (inversion) checkInversion(inversion, schedule, latent)

    const sigmas = inversion?.sigmas ?? schedule.sigmas
    const [groups, , height, width] = latent.shape as [number, number, number, number]
    const count = 1 + (control?.edits.length ?? 0) // rows of a picture: the source, then its edits
    const strengths = guidanceOf(inversion, guidance, groups, count)
    const contexts = {
      positive: repeat(
        concat([positive.context, ...(control?.edits.map((edit) => edit.conditioning.context) ?? [])]),
        groups,
      ),
      negative: inversion?.method === 'negative' ? positive.context : negative.context,
    }
    const layout = { first: needsNegative(strengths) ? groups * count : 0, groups, rows: count }
    const calls = sigmas.length - 1 // samplers here call once a step
    const looks = { record: wants('attention'), inspect: wants('selfAttention'), observe }
    const unet = control && keepBytes > 0 ? reusingSources(loaded, layout, { device, maxBytes: keepBytes }) : loaded
    const attention = new AttentionRun(unet, { positive, control, layout, calls, height, width, ...looks })
    const denoise = guidedBy(model, (...call) => attention.predict(...call), contexts, strengths)

    const drawn = gaussian(seed)
    let draw = 0
    const noise: Noise = ([, ...shape]) =>
      eachRow(inversion?.noises ? inversion.noises[draw++]! : drawn([groups, ...shape]), count)
    const start = eachRow(inversion?.levels[0] ?? latent, count)
    let x = inversion ? start : startingPoint(start, noise(start.shape), sigmas[0]!, schedule.pureNoiseFrom)
    for await (const step of samplers[schedule.sampler](denoise, x, sigmas, noise)) {
      x = step.x
      if (inversion) holdSource(x, inversion, step.index + 1, count)
      attention.blend(x)
      await progress({ done: step.index + 1, total: calls, preview: () => latentPicture(step.denoised, loaded) })
      signal.throwIfAborted() // before the next UNet call, not after it
    }
    if (observe) tellAttention(await attention.atlas(assets))
    const size = [width * loaded.latent.downscale, height * loaded.latent.downscale] as const
    return {
      latent: x,
      attention: looks.record ? attention.record(...size) : undefined,
      selfAttention: looks.inspect ? attention.selfAttention(...size) : undefined,
    }
  },
})
