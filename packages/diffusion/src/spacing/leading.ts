import { requireEnoughLevels, type Spacing } from './spacing'

/**
 * What diffusers gives a Stable Diffusion checkpoint (`timestep_spacing: "leading", steps_offset: 1`): equal whole strides
 * from t = 1 up, exactly as many as steps. Its first level is below the highest trained one: 50 steps begin at t = 981.
 */
export const leading: Spacing = (schedule, steps) => {
  requireEnoughLevels(schedule, steps)
  const { sigmas } = schedule
  const stride = Math.floor(sigmas.length / steps)
  const offset = Math.min(1, sigmas.length - 1 - (steps - 1) * stride) // 0 where every level is a step
  return [...Array.from({ length: steps }, (_, i) => sigmas[(steps - 1 - i) * stride + offset]!), 0]
}
