import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { type LayerTensors, sizeOf } from './layer-tensors'

/**
 * What a weight [to,…] changes by when its rows are rotated among each other and then scaled by `rescale` [to]. OFT, Qiu et al.
 * 2023, arXiv:2306.07280: in blocks; BOFT, Liu et al. 2024, arXiv:2311.06243: in blocks several times, with other rows
 * together each time. As lycoris/modules/diag_oft.py and boft.py do it: https://github.com/KohakuBlueleaf/LyCORIS.
 * Strengths other than 0 and 1 scale this change, as ComfyUI does, not each rotation.
 */
export function rotated(g: Scope, tensors: LayerTensors, weight: Value): Value {
  const { values, shape } = tensors.layer.rotation!
  const [blocks, size] = shape.slice(-3) as [number, number]
  const to = weight.shape[0] as number
  if (blocks * size !== to) tensors.fail(`it rotates ${blocks * size} rows, the model's layer has ${to}`)
  const rows = nn.reshape(g, weight, [to, sizeOf(weight.shape as number[]) / to])
  const rotations = g.computed(`lora/${tensors.index}/${tensors.layer.name}.rotation`, values, shape)
  const made = shape.length === 3 ? blockwise(g, nn.transpose(g, rotations), rows) : butterfly(g, rotations, rows)
  const scaled = tensors.has('rescale') ? nn.mul(g, made, tensors.get(g, 'rescale', [to, 1])) : made
  return nn.sub(g, scaled, rows)
}

/** Each block of rows through its matrix: matrices [blocks,size,size], rows [blocks·size,n] → rows. */
function blockwise(g: Scope, matrices: Value, rows: Value): Value {
  const [blocks, size] = matrices.shape as number[]
  const parts = nn.reshape(g, rows, [blocks!, size!, rows.shape[1]!])
  return nn.reshape(g, nn.matmul(g, matrices, parts), rows.shape)
}

/** Matrices [factors,blocks,size,size], rows [blocks·size,n] → rows */
function butterfly(g: Scope, matrices: Value, rows: Value): Value {
  const [factors, blocks, size] = matrices.shape as number[]
  const [to, n] = rows.shape as number[]
  const reorder = (x: Value, split: readonly number[]) =>
    nn.reshape(g, nn.transpose(g, nn.reshape(g, x, [...split, n!]), [0, 2, 1, 3]), [to!, n!])
  let x = rows
  for (let factor = 0; factor < factors!; factor++) {
    const apart = (2 ** factor * size!) / 2 // rows that stand so far apart come to stand together
    const those = nn.reshape(g, nn.slice(g, matrices, factor, factor + 1), [blocks!, size!, size!])
    x = blockwise(g, those, reorder(x, [to! / (2 * apart), 2, apart]))
    x = reorder(x, [to! / (2 * apart), apart, 2])
  }
  return x
}
