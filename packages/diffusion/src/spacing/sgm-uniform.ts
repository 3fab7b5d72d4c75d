import { evenly, type Spacing } from './spacing'

/** Even in time, the lowest level left out: the last step goes from further up to 0. As ComfyUI's `sgm_uniform`. */
export const sgmUniform: Spacing = (schedule, steps) => {
  const times = evenly(schedule.sigmas.length - 1, 0, steps + 1).slice(0, -1)
  return [...times.map((t) => schedule.sigmaOf(t)), 0]
}
