import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'

/** Gives the places of layers that a checkpoint counts through. */
export function counter(g: Scope): { next: () => Scope; skip: () => void } {
  let at = 0
  return { next: () => g.at(`${at++}`), skip: () => void at++ }
}

/** Three convolutions beside the way past them. x [B,C,h,w] → [B,C,h,w] */
export function block(g: Scope, x: Value): Value {
  const C = nn.channels(x)
  let y = nn.relu(g, nn.conv2d(g.at('conv.0'), x, C, 3))
  y = nn.relu(g, nn.conv2d(g.at('conv.2'), y, C, 3))
  return nn.relu(g, nn.add(g, nn.conv2d(g.at('conv.4'), y, C, 3), x))
}
