import { requireEnoughLevels, type Spacing } from './spacing'

/**
 * Trained levels from t = 1 up in equal whole strides, as ComfyUI's `ddim_uniform`. Where the steps do not divide the
 * levels, the stride is rounded down and there are more steps than asked for: 30 of 1000 gives 31.
 */
export const ddimUniform: Spacing = (schedule, steps) => {
  requireEnoughLevels(schedule, steps)
  const { sigmas } = schedule
  const stride = Math.floor(sigmas.length / steps)
  const picked: number[] = []
  for (let t = 1; t < sigmas.length; t += stride) picked.push(sigmas[t]!)
  return [...picked.reverse(), 0]
}
