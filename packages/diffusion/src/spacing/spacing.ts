import type { TrainingSchedule } from '../training-schedule'

/** Chooses the noise levels of a run: falling, ending in 0, one more than there are steps. */
export type Spacing = (schedule: TrainingSchedule, steps: number) => number[]

/** `count` numbers from `first` to `last`, evenly; a single one is `first`. */
export function evenly(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (count === 1 ? first : first + ((last - first) * i) / (count - 1)))
}

/** For spacings that pick among the trained levels: they cannot make more steps than there are levels. */
export function requireEnoughLevels({ sigmas }: TrainingSchedule, steps: number): void {
  if (steps > sigmas.length) {
    throw new Error(
      `spacing: expected at most ${sigmas.length} steps, as many as the model has noise levels, got ${steps}`,
    )
  }
}
