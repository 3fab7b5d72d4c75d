import { requireEnoughLevels, type Spacing } from './spacing'

/** Trained levels from the highest down, in strides as even as whole times allow. As ComfyUI's `simple`. */
export const simple: Spacing = (schedule, steps) => {
  requireEnoughLevels(schedule, steps)
  const { sigmas } = schedule
  const stride = sigmas.length / steps
  const picked = Array.from({ length: steps }, (_, i) => sigmas[sigmas.length - 1 - Math.floor(i * stride)]!)
  return [...picked, 0]
}
