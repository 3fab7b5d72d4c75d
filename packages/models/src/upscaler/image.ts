import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'

/** The input `image` [B,3,H,W] in [-1,1], brought to [0,1], which upscalers are trained on. */
export const imageInput = (g: Scope): Value =>
  nn.plus(g, nn.times(g, g.input('image', 'float32', ['B', 3, 'H', 'W']), 0.5), 0.5)

/** The output `larger` [B,3,scale·H,scale·W] in [-1,1], from x in [0,1]. */
export const largerOutput = (g: Scope, x: Value): void => g.output('larger', nn.plus(g, nn.times(g, x, 2), -1))
