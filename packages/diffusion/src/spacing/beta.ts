import { symmetricBetaQuantile } from './inverse-beta'
import { requireEnoughLevels, type Spacing } from './spacing'

const ALPHA = 0.6

/**
 * Trained levels at the quantiles of a beta distribution: most steps at the beginning and at the end of the way. Lee et al.
 * 2024, §3.2; arXiv:2407.12173. As ComfyUI's `beta`: where two steps fall on one level, there is one step less.
 */
export const beta: Spacing = (schedule, steps) => {
  requireEnoughLevels(schedule, steps)
  const { sigmas } = schedule
  const times = Array.from({ length: steps }, (_, i) => {
    const time = symmetricBetaQuantile(1 - i / steps, ALPHA) * (sigmas.length - 1)
    return Math.round(time + 1e-9) // the middle, half between two levels, is the upper one
  })
  return [...new Set(times)].map((t) => sigmas[t]!).concat(0)
}
