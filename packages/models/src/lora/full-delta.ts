import type { Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { generalized } from './generalized'
import { type LayerTensors, sizeOf } from './layer-tensors'
import { isBranch, isDecomposed, rankOf } from './low-rank'
import { rotated } from './rotated'

/**
 * What a layer's weight [to,from] or [to,from,k,k] changes by at strength 1, in float32. All of it is made of stored numbers,
 * so onnxruntime computes it once, while it loads.
 */
export function fullDelta(g: Scope, tensors: LayerTensors, weight: Value): Value {
  const [made, rank] = product(g, tensors, weight)
  const delta = nn.times(g, nn.reshape(g, made, weight.shape), tensors.scale(rank))
  return isDecomposed(tensors) ? decomposed(g, tensors, weight, delta) : delta
}

/** Whether a layer computes with another weight, rather than beside it. */
export const changesWeight = (tensors: LayerTensors): boolean =>
  !isBranch(tensors) && [...tensors.layer.tensors.keys()].some((role) => role !== 'diff_b')

type Product = readonly [delta: Value, rank: number | undefined]

function product(g: Scope, tensors: LayerTensors, weight: Value): Product {
  const shape = weight.shape as number[]
  if (tensors.has('oft_blocks')) return [rotated(g, tensors, weight), undefined]
  if (tensors.has('a1')) return generalized(g, tensors, weight)
  if (tensors.has('diff')) return [tensors.get(g, 'diff', shape), undefined]
  if (tensors.has('hada_w1_a')) return hadamard(g, tensors, shape)
  if (tensors.has('lokr_w1') || tensors.has('lokr_w1_a')) return kronecker(g, tensors, shape)
  return lowRankDelta(g, tensors, shape)
}

function lowRankDelta(g: Scope, tensors: LayerTensors, [to, ...rest]: readonly number[]): Product {
  const rank = rankOf(tensors)
  if (!tensors.has('lora_mid')) {
    const down = tensors.get(g, 'lora_down', [rank, sizeOf(rest)])
    return [nn.matmul(g, tensors.get(g, 'lora_up', [to!, rank]), down), rank]
  }
  const [from] = rest
  const outer = tensors.shape('lora_mid')[0]!
  const parts = [
    tensors.get(g, 'lora_mid', [outer, rank, ...rest.slice(1)]),
    tensors.get(g, 'lora_up', [to!, outer]),
    tensors.get(g, 'lora_down', [rank, from!]),
  ]
  return [g.node('Einsum', parts, { shape: [to!, ...rest] }, { equation: 'mnkl,im,nj->ijkl' }), rank]
}

/** Two low-rank products, multiplied number by number: LoHa, Hyeon-Woo et al. 2022, §2.1; arXiv:2108.06098 */
function hadamard(g: Scope, tensors: LayerTensors, shape: readonly number[]): Product {
  const half = (i: 1 | 2) =>
    tensors.has(`hada_t${i}`)
      ? tucker(g, tensors.get(g, `hada_t${i}`), tensors.get(g, `hada_w${i}_a`), tensors.get(g, `hada_w${i}_b`))
      : nn.matmul(g, tensors.get(g, `hada_w${i}_a`), tensors.get(g, `hada_w${i}_b`))
  const halves = [half(1), half(2)] as const
  for (const { shape: made } of halves)
    if (sizeOf(made as number[]) !== sizeOf(shape))
      tensors.fail(`it makes a change of shape [${made}], the model's layer asks for [${shape}]`)
  return [nn.mul(g, ...halves), tensors.shape('hada_w1_b')[0]!]
}

/** Every number of one matrix times the whole of another: LoKr, Yeh et al. 2023, §3.2; arXiv:2309.14859 */
function kronecker(g: Scope, tensors: LayerTensors, shape: readonly number[]): Product {
  const whole = (i: 1 | 2) => {
    if (tensors.has(`lokr_w${i}`)) return tensors.get(g, `lokr_w${i}`)
    const [a, b] = [tensors.get(g, `lokr_w${i}_a`), tensors.get(g, `lokr_w${i}_b`)]
    return i === 2 && tensors.has('lokr_t2') ? tucker(g, tensors.get(g, 'lokr_t2'), a, b) : nn.matmul(g, a, b)
  }
  const [first, second] = [whole(1), whole(2)] as const
  const [a, b] = first.shape as number[]
  const [c, d, ...window] = second.shape as number[]
  const made = [a! * c!, b! * d!, ...window]
  if (sizeOf(made) !== sizeOf(shape))
    tensors.fail(`it makes a change of shape [${made}], the model's layer asks for [${shape}]`)
  const ones = window.map(() => 1)
  const spread = nn.mul(
    g,
    nn.reshape(g, first, [a!, 1, b!, 1, ...ones]),
    nn.reshape(g, second, [1, c!, 1, d!, ...window]),
  )
  const split = (['lokr_w2_b', 'lokr_w1_b'] as const).find((role) => tensors.has(role)) // whole matrices have no rank
  return [nn.reshape(g, spread, made), split && tensors.shape(split)[0]]
}

/** t [i,j,k,k], a [i,p], b [j,r] → [p,r,k,k] */
function tucker(g: Scope, t: Value, a: Value, b: Value): Value {
  const shape = [a.shape[1]!, b.shape[1]!, ...t.shape.slice(2)]
  return g.node('Einsum', [t, b, a], { shape }, { equation: 'ijkl,jr,ip->prkl' })
}

/**
 * The changed weight brought to trained lengths, less the weight: DoRA, Liu et al. 2024, §4; arXiv:2402.09353. LyCORIS keeps
 * lengths of input columns, `dora_scale` [1,from,…], or of output rows, [to,1,…]; PEFT those of rows, [to] or [1,to,1,1].
 */
function decomposed(g: Scope, tensors: LayerTensors, weight: Value, delta: Value): Value {
  const role = tensors.has('magnitude') ? 'magnitude' : 'dora_scale'
  const byInput = role === 'dora_scale' && tensors.shape(role)[0] === 1
  const others = weight.shape.map((_, axis) => axis).filter((axis) => axis !== (byInput ? 1 : 0))
  const lengths = weight.shape.map((size, axis) => (others.includes(axis) ? 1 : size)) as number[]
  const changed = nn.add(g, weight, delta)
  const norm = g.node('ReduceL2', [changed, g.constant(others, 'int64')], { shape: lengths }, { keepdims: 1 })
  const factor = g.node('Div', [tensors.get(g, role, lengths), norm], { shape: lengths })
  return nn.sub(g, nn.mul(g, changed, factor), weight)
}
