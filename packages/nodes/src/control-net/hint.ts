import type { ControlNet } from '@loom/models'
import type { Tensor } from '@loom/tensor'

/** A picture that a ControlNet is shown, how strongly it counts, and in which part of the steps: start…end in 0…1. */
export type Hint = {
  readonly controlNet: ControlNet
  /** [1,3,H,W] in [-1,1] */
  readonly image: Tensor
  readonly strength: number
  readonly start: number
  readonly end: number
}
