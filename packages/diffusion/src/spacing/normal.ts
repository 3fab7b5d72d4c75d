import { evenly, type Spacing } from './spacing'

/** Even in time, from the highest trained level to the lowest. As `get_sigmas` of k-diffusion's DiscreteSchedule. */
export const normal: Spacing = (schedule, steps) => {
  const times = evenly(schedule.sigmas.length - 1, 0, steps)
  return [...times.map((t) => schedule.sigmaOf(t)), 0]
}
