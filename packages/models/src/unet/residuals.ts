import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'

/** What is added to what the way down hands over to the way up, in its order: to every skip, and last to the middle. */
export type Residuals = readonly Tensor[]

const inputName = (index: number) => `residual_${index}`
/** Adds to everything and changes nothing. */
const none: Tensor = { shape: [1, 1, 1, 1], data: new Float32Array(1) }

/**
 * Inputs of a UNet for what a ControlNet adds: `residual_0`, … of the shapes of what they are added to, or of one 0 each where
 * there is none, which costs one pass over the skips. Zhang et al. 2023, §3.2; arXiv:2302.05543
 */
export function residualInputs(g: Scope) {
  const channels: number[] = []
  return {
    handOver(x: Value, index: number): Value {
      channels.push(x.shape[1] as number)
      const shape = ['rows', 'channels', 'height', 'width'].map((size) => `${size} of ${inputName(index)}`)
      const residual = g.input(inputName(index), 'float32', shape)
      return g.node('Add', [x, g.cast(residual, nn.floatOf(x))], { shape: x.shape })
    },
    feeds: (residuals: Residuals | undefined): Record<string, Tensor> =>
      Object.fromEntries(channels.map((_, i) => [inputName(i), residuals?.[i] ?? none])),
    /** Whether they are for a UNet like this one. */
    fit: (residuals: Residuals | undefined): boolean =>
      !residuals || residuals.map(({ shape }) => shape[1]).join() === channels.join(),
  }
}
