import type { Spacing } from './spacing'

/** Part of the way that the first half of the steps walk. */
const SLOW = 0.025

/** The first half of the steps small and equal, then ever longer ones. Of Mochi 1's `infer.py`, as ComfyUI's `linear_quadratic`. */
export const linearQuadratic: Spacing = ({ sigmaMax }, steps) => {
  if (steps === 1) return [sigmaMax, 0]
  const slow = Math.floor(steps / 2)
  const [fast, pace] = [steps - slow, SLOW / slow]
  const bend = (1 - SLOW - pace * fast) / fast ** 2 // so that the last step ends at 1
  const walked = (i: number) => pace * i + (i > slow ? bend * (i - slow) ** 2 : 0)
  return [...Array.from({ length: steps }, (_, i) => sigmaMax * (1 - walked(i))), 0]
}
