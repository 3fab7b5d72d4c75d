import type { TrainingSchedule } from '../training-schedule'
import { ddimUniform } from './ddim-uniform'
import { exponential } from './exponential'
import { karras } from './karras'
import { leading } from './leading'
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
} satisfies Record<string, Spacing>

export type SpacingName = keyof typeof spacings

export const spacingLabels: Record<SpacingName, string> = {
  karras: 'Karras',
  normal: 'Normal (even in time)',
  leading: 'Leading (diffusers)',
  simple: 'Simple',
  sgm_uniform: 'SGM uniform',
  ddim_uniform: 'DDIM uniform',
  exponential: 'Exponential',
}

/**
 * The noise levels of a run. `denoise` below 1 keeps a latent's composition: the schedule is stretched to steps / denoise
 * and only its last `steps` are taken. At 0 nothing is left to do and the levels are [0].
 */
export function noiseLevels(schedule: TrainingSchedule, spacing: SpacingName, steps: number, denoise = 1): number[] {
  if (!Number.isInteger(steps) || steps < 1)
    throw new Error(`noiseLevels: expected a whole number of steps, got ${steps}`)
  if (!(denoise >= 0 && denoise <= 1)) throw new Error(`noiseLevels: expected denoise from 0 to 1, got ${denoise}`)
  if (denoise === 0) return [0]
  if (denoise > 0.9999) return spacings[spacing](schedule, steps)
  return spacings[spacing](schedule, Math.floor(steps / denoise)).slice(-(steps + 1))
}

export type { Spacing }
