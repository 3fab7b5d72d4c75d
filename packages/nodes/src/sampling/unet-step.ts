import {
  batchNoise,
  inpainting,
  type Noise,
  samplerCalls,
  samplers,
  startingPoint,
  stepNoise,
  stretchOf,
  windowCalls,
} from '@loom/diffusion'
import { MOST_MERGED } from '@loom/models'
import { defineNode, labelled, optional, param } from '@loom/runtime'
import { concat, repeat, rows, type Tensor } from '@loom/tensor'
import { AttentionRun } from '../attention/attention-run'
import { reusingSources } from '../attention/reused-sources'
import { hintedUnet } from '../control-net/hinted'
import * as ports from '../ports'
import type { Conditioning } from '../values'
import { checkWalk } from './check-walk'
import { equallyLong } from './equally-long'
import { guidedBy, levelsBetween, needsNegative, type Predict } from './guided'
import { guidanceOf, holdSource } from './inverted'
import { previewer } from './previewer'
import { maskAlong, maskOver, softMasks } from './repaint'
import { reusingFeatures } from './reused-features'
import { seenBeside } from './seen-beside'
import { concatTold, repeatTold, toldBy } from './told'

/** Every row of x `times` times, copies beside each other: a picture's source and edits share one start and one noise. */
const eachRow = (x: Tensor, times: number): Tensor =>
  times === 1 ? x : concat(Array.from({ length: x.shape[0]! }, (_, row) => repeat(rows(x, row, row + 1), times)))

/** As an end, after every step there can be. */
const END = 1000

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
    hints: optional(labelled(ports.hints, 'Hints', 'From a ControlNet, for all pictures alike')),
    inversion: optional(ports.inversion),
    inpainting: optional(labelled(ports.inpainting, 'Inpainting', 'For models made for it, from InpaintConditioning')),
    mask: optional(labelled(ports.mask, 'Mask', 'Where to paint; elsewhere the latent stays as it is')),
  },
  params: {
    guidance: param.number({
      default: 7.5,
      min: 1,
      max: 30,
      description: 'How strongly the picture follows the prompt rather than the negative prompt',
    }),
    seed: param.seed(),
    rescale: param.number({
      default: 0,
      min: 0,
      max: 1,
      step: 0.05,
      label: 'Guidance rescale',
      description: 'Takes back the harsh colours of strong guidance; 0.7 for models with zero terminal SNR',
      advanced: true,
    }),
    guideFrom: param.number({
      default: 0,
      min: 0,
      max: 1,
      step: 0.05,
      label: 'Guide from',
      description: 'Before this part of the steps there is no guidance, and a step takes half the time',
      advanced: true,
    }),
    guideUntil: param.number({
      default: 1,
      min: 0,
      max: 1,
      step: 0.05,
      label: 'Guide until',
      description: 'After this part of the steps there is no guidance, and a step takes half the time',
      advanced: true,
    }),
    reuseEvery: param.integer({
      default: 1,
      min: 1,
      max: 10,
      label: 'Whole every',
      description:
        'At every call of so many the whole UNet runs, in those between only its outermost layers; 1 for all',
      advanced: true,
    }),
    reuseFrom: param.number({
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.05,
      label: 'Reuse from',
      description: 'Before this part of the steps every call is whole: they say what the picture is of',
      advanced: true,
    }),
    reuseDepth: param.integer({
      default: 1,
      min: 1,
      max: 50,
      label: 'Layers between',
      description: 'How many layers run in the calls between, counted from the picture; more are slower and closer',
      advanced: true,
    }),
    mergeTokens: param.number({
      default: 0,
      min: 0,
      max: MOST_MERGED,
      step: 0.05,
      label: 'Merge places',
      description:
        'This part of the places, those most alike, is merged before self-attention at the highest resolution; 0 for none',
      advanced: true,
    }),
    startStep: param.integer({
      default: 0,
      min: 0,
      max: END,
      label: 'Start step',
      description: 'Steps before it were walked by other UNet steps',
      advanced: true,
    }),
    endStep: param.integer({
      default: END,
      min: 1,
      max: END,
      label: 'End step',
      description: 'Stops after so many steps of the schedule; the rest is left to other UNet steps',
      advanced: true,
    }),
    addNoise: param.boolean({
      default: true,
      label: 'Add noise',
      description: 'Off for a latent that comes with its noise, from UNet steps that ended early',
      advanced: true,
    }),
    leftoverNoise: param.boolean({
      default: false,
      label: 'Keep noise left over',
      description: 'When it ends early: hand the noise on rather than guess the picture',
      advanced: true,
    }),
    batchIndex: param.integer({
      default: 0,
      min: 0,
      max: 1000,
      label: 'First of the batch',
      description: 'Begins with this picture of a batch from the same seed: 2 paints the third one alone',
      advanced: true,
    }),
    softMask: param.choice({ default: 'blend', options: softMasks, label: 'Grey in the mask', advanced: true }),
  },
  outputs: { latent: ports.latent, attention: ports.attention, selfAttention: ports.selfAttention },
  onDemand: ['attention', 'selfAttention'],
  observed: true,
  shows: 'preview',

  async run(inputs, context) {
    const { signal, progress, wants, observe, tellAttention, assets, device, keepBytes = 0 } = context
    const { schedule, latent, inversion, mask, guidance, guideFrom, guideUntil, seed, startStep, endStep } = inputs
    const training = { ...schedule.training, prediction: inputs.model.training.prediction }
    const model = { ...inputs.model, training }
    const { loaded } = model
    const paint = previewer(loaded, context)
    checkWalk(inputs)
    const { positive, negative, control } = await equallyLong(model, inputs)

    const whole = inversion?.sigmas ?? schedule.sigmas
    const sigmas = stretchOf(whole, startStep, endStep, inputs.leftoverNoise)
    const [groups, , height, width] = latent.shape as [number, number, number, number]
    const count = 1 + (control?.edits.length ?? 0) // rows of a picture: the source, then its edits
    const strengths = guidanceOf(inversion, guidance, groups, count)
    const told = (given: Conditioning, side: 'positive' | 'negative') => toldBy(given, loaded, width, height, side)
    const pictures = [positive, ...(control?.edits.map((edit) => edit.conditioning) ?? [])]
    const prompts = {
      positive: repeatTold(concatTold(pictures.map((given) => told(given, 'positive'))), groups),
      negative: inversion?.method === 'negative' ? told(positive, 'positive') : told(negative, 'negative'),
    }
    const layout = { first: needsNegative(strengths) ? groups * count : 0, groups, rows: count }
    const calls = windowCalls(schedule.sampler, whole)
    const firstCall = samplerCalls(schedule.sampler, whole.slice(0, startStep + 1))
    const looks = { record: wants('attention'), inspect: wants('selfAttention'), observe }
    const times = whole.slice(0, -1).map((sigma) => training.timeOf(sigma))
    const { reuseEvery: every, reuseDepth: depth } = inputs
    const first = Math.round(inputs.reuseFrom * calls) - firstCall
    const computed = every > 1 ? reusingFeatures(loaded, { first, every, depth }) : loaded
    const hinted = hintedUnet(computed, inputs.hints ?? [], times, latent)
    // Sources are kept of calls that all have the same rows, are whole, and attend the same whatever is edited.
    const evenly = guideFrom === 0 && guideUntil === 1 && every === 1 && inputs.mergeTokens === 0
    const unet =
      control && evenly && keepBytes > 0 ? reusingSources(hinted, layout, { device, maxBytes: keepBytes }) : hinted
    const attention = new AttentionRun(unet, {
      ...{ positive, control, layout, calls, firstCall, height, width, merged: inputs.mergeTokens },
      ...looks,
    })
    const seen = seenBeside(loaded, inputs.inpainting, latent, count)
    const predict: Predict = (batch, ...call) => attention.predict(seen(batch), ...call)
    const guided = guidedBy(model, predict, prompts, strengths, {
      rescale: inputs.rescale,
      levels: levelsBetween(whole, guideFrom, guideUntil),
    })

    const added = stepNoise(schedule.sampler, seed, whole, startStep)
    let draw = 0
    const noise: Noise = ([, ...shape], from, to) =>
      eachRow(inversion?.noises ? inversion.noises[draw++]! : added([groups, ...shape], from, to), count)
    const known = {
      latent: eachRow(inversion?.levels[0] ?? latent, count),
      noise: eachRow(batchNoise(seed, latent.shape, inputs.batchIndex), count),
    }
    const begins = !inversion && inputs.addNoise && sigmas.length > 1
    let x = begins ? startingPoint(known.latent, known.noise, sigmas[0]!, schedule.pureNoiseFrom) : known.latent
    const denoise = mask
      ? inpainting(guided, known, maskAlong(maskOver(mask, x.shape, groups), inputs.softMask, training, sigmas))
      : guided
    for await (const step of samplers[schedule.sampler](denoise, x, sigmas, noise, training)) {
      x = step.x
      if (inversion) holdSource(x, inversion, step.index + 1, count)
      attention.blend(x)
      await progress({
        ...{ done: step.index + 1, total: sigmas.length - 1 },
        preview: () => paint(step.denoised),
      })
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
