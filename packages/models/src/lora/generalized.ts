import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { type LayerTensors, sizeOf } from './layer-tensors'

/**
 * GLoRA: a weight W [to,from,…] changes by W·A + B, both of low rank; Chavan et al. 2023, arXiv:2306.07967. A is a1 [from,rank] ·
 * a2 [rank,from], B is b1 [to,rank] · b2 [rank,from,…]; older files call the second factors a1 and b1. As
 * lycoris/modules/glora.py of https://github.com/KohakuBlueleaf/LyCORIS and comfy/weight_adapter/glora.py of ComfyUI.
 */
export function generalized(g: Scope, tensors: LayerTensors, weight: Value): readonly [delta: Value, rank: number] {
  const [to, from, ...window] = weight.shape as [number, number, ...number[]]
  const places = sizeOf(window)
  const newer = tensors.shape('a1')[0] === from
  const [a1, a2, b1, b2] = newer ? (['a1', 'a2', 'b1', 'b2'] as const) : (['a2', 'a1', 'b2', 'b1'] as const)
  const rank = tensors.shape(a1)[1]!
  // inputs last, as A goes over them: [to,from,places] → [to·places,from], and back
  const rows = nn.reshape(g, nn.transpose(g, nn.reshape(g, weight, [to, from, places])), [to * places, from])
  const narrow = nn.matmul(g, rows, tensors.get(g, a1, [from, rank]))
  const through = nn.reshape(g, nn.matmul(g, narrow, tensors.get(g, a2, [rank, from])), [to, places, from])
  const beside = nn.matmul(g, tensors.get(g, b1, [to, rank]), tensors.get(g, b2, [rank, from * places]))
  const shaped = (x: Value) => nn.reshape(g, x, weight.shape)
  return [nn.add(g, shaped(nn.transpose(g, through)), shaped(beside)), rank]
}
