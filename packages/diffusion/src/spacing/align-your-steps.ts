import type { TrainingSchedule } from '../training-schedule'
import { evenly, type Spacing } from './spacing'

/** Times of ten steps found best for a model. Sabour et al. 2024, "How to use" page; arXiv:2404.14507 */
const SD1 = [999, 850, 736, 645, 545, 455, 343, 233, 124, 24]
const SDXL = [999, 845, 730, 587, 443, 310, 193, 116, 53, 13]

/** For other numbers of steps, levels between those are found even in log sigma, as the authors do. */
const along =
  (times: readonly number[]): Spacing =>
  (schedule: TrainingSchedule, steps) => {
    const logs = [...times.map((t) => schedule.sigmaOf(t)), schedule.sigmaMin].map(Math.log)
    const levels = evenly(0, times.length, steps + 1).map((at) => {
      const low = Math.min(Math.floor(at), times.length - 1)
      return Math.exp(logs[low]! + (at - low) * (logs[low + 1]! - logs[low]!))
    })
    return [...levels.slice(0, -1), 0]
  }

export const alignYourSteps = along(SD1)
export const alignYourStepsXl = along(SDXL)
