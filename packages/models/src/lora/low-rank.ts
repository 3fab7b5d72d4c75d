import type { Scope, Value, Window } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { LayerTensors } from './layer-tensors'

/** Whether the changed weight is brought to trained lengths. */
export const isDecomposed = (tensors: LayerTensors): boolean => tensors.has('dora_scale') || tensors.has('magnitude')

/** Whether the change of a layer is a branch beside it, which costs less than another weight. */
export const isBranch = (tensors: LayerTensors): boolean => tensors.has('lora_up') && !isDecomposed(tensors)

/** Inner channels of the branch. */
export const rankOf = (tensors: LayerTensors): number => tensors.shape('lora_down')[0]!

/**
 * What a low-rank branch adds to a layer's output: up(down(x) · strength). x [..,from] → [..,to], Hu et al. 2021, §4.1;
 * arXiv:2106.09685. Of a convolution with `window`: x [B,from,h,w] → [B,to,h',w'], LoCon, Yeh et al. 2023, §3.1;
 * arXiv:2309.14859; down has the window, or, in the Tucker form, a layer between down and up.
 */
export function lowRank(
  g: Scope,
  tensors: LayerTensors,
  x: Value,
  to: number,
  strength: Value,
  window?: Window,
): Value {
  const rank = rankOf(tensors)
  const scaled = (y: Value) => nn.mul(g, y, strength)
  const tensor = (role: Parameters<typeof tensors.get>[1], shape: readonly number[]) =>
    tensors.get(g, role, shape, nn.floatOf(x))
  if (!window) {
    const down = tensor('lora_down', [rank, nn.width(x)])
    return nn.linearWith(g, scaled(nn.linearWith(g, x, down)), tensor('lora_up', [to, rank]))
  }
  const { kernel } = window
  const point: Window = { kernel: 1, stride: 1, pads: [0, 0, 0, 0] }
  const from = nn.channels(x)
  if (!tensors.has('lora_mid')) {
    const down = tensor('lora_down', [rank, from, kernel, kernel])
    return nn.conv2dWith(g, scaled(nn.conv2dWith(g, x, down, window)), tensor('lora_up', [to, rank, 1, 1]), point)
  }
  const outer = tensors.shape('lora_mid')[0]!
  const inner = nn.conv2dWith(g, x, tensor('lora_down', [rank, from, 1, 1]), point)
  const mid = nn.conv2dWith(g, inner, tensor('lora_mid', [outer, rank, kernel, kernel]), window)
  return nn.conv2dWith(g, scaled(mid), tensor('lora_up', [to, outer, 1, 1]), point)
}
