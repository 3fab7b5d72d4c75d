import type { SamplerName } from '../samplers'
import type { TrainingSchedule } from '../training-schedule'
import { alignYourSteps, alignYourStepsXl } from './align-your-steps'
import { beta } from './beta'
import { ddimUniform } from './ddim-uniform'
import { exponential } from './exponential'
import { karras } from './karras'
import { klOptimal } from './kl-optimal'
import { leading } from './leading'
import { linearQuadratic } from './linear-quadratic'
import { normal } from './normal'
import { sgmUniform } from './sgm-uniform'
import { simple } from './simple'
import type { Spacing } from './spacing'

/** By the names documents use, in the order a menu shows them. */
export const spacings = {
  karras,
  normal,
  leading,
  simple,
  sgm_uniform: sgmUniform,
  ddim_uniform: ddimUniform,
  exponential,
  beta,
  ays: alignYourSteps,
  ays_sdxl: alignYourStepsXl,
  kl_optimal: klOptimal,
  linear_quadratic: linearQuadratic,
} satisfies Record<string, Spacing>

export type SpacingName = keyof typeof spacings

export const spacingLabels: Record<SpacingName, string> = {
  karras: 'Karras',
  normal: 'Normal (even in time)',
  leading: 'Leading (diffusers)',
  simple: 'Simple',
  sgm_uniform: 'SGM uniform · for LCM, TCD and zero terminal SNR',
  ddim_uniform: 'DDIM uniform',
  exponential: 'Exponential',
  beta: 'Beta',
  ays: 'Align Your Steps · SD 1 in 10 steps',
  ays_sdxl: 'Align Your Steps · SDXL in 10 steps',
  kl_optimal: 'KL optimal',
  linear_quadratic: 'Linear, then quadratic',
}

/** Samplers that gain nothing from the small step before the last; ComfyUI leaves that level out for these. */
const skipsLowest: readonly SamplerName[] = ['dpm_2', 'dpm_2_ancestral', 'uni_pc', 'uni_pc_bh2']

type Options = {
  /** Below 1, only the last part of the way. */
  readonly denoise?: number
  /** Levels for this one in particular. */
  readonly sampler?: SamplerName
}

/**
 * The noise levels of a run. `denoise` below 1 keeps a latent's composition: the schedule is stretched to steps / denoise
 * and only its last `steps` are taken. At 0 nothing is left to do and the levels are [0].
 */
export function noiseLevels(
  schedule: TrainingSchedule,
  spacing: SpacingName,
  steps: number,
  { denoise = 1, sampler }: Options = {},
): number[] {
  if (!Number.isInteger(steps) || steps < 1)
    throw new Error(`noiseLevels: expected a whole number of steps, got ${steps}`)
  if (!(denoise >= 0 && denoise <= 1)) throw new Error(`noiseLevels: expected denoise from 0 to 1, got ${denoise}`)
  const spaced = (count: number) => {
    if (!sampler || !skipsLowest.includes(sampler)) return spacings[spacing](schedule, count)
    return spacings[spacing](schedule, count + 1).toSpliced(-2, 1)
  }
  if (denoise === 0) return [0]
  if (denoise > 0.9999) return spaced(steps)
  return spaced(Math.floor(steps / denoise)).slice(-(steps + 1))
}

/**
 * The levels from step `start` to before step `end`, for a walk that others begin or finish. Where steps are left over
 * afterwards, `leftover` says whether their noise stays; else the last step goes to 0. ComfyUI's KSamplerAdvanced does so.
 */
export function stretchOf(sigmas: readonly number[], start: number, end: number, leftover: boolean): number[] {
  const last = sigmas.length - 1
  const stretch = sigmas.slice(Math.min(start, last), Math.min(end, last) + 1)
  return end < last && !leftover ? stretch.with(-1, 0) : stretch
}
