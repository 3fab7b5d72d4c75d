import { type Dim, product } from '../dim'
import { type Float, float, type Scope, type Value } from '../graph'
import { add, floatOf, inFloat32, mul } from './arithmetic'
import { reshape } from './shape'

/** Over the channels of each of `groups` groups and all places, in float32. x [B,C,h,w]. Wu, He 2018; arXiv:1803.08494 */
export const groupNorm = (g: Scope, x: Value, groups: number, epsilon = 1e-5): Value =>
  inFloat32(g, x, (x) => normalized(g, x, groups, epsilon))

function normalized(g: Scope, x: Value, groups: number, epsilon: number): Value {
  const [B, C] = x.shape as [Dim, number]
  if (C % groups !== 0) g.fail(`${C} channels do not split into ${groups} groups`)
  // Written as InstanceNormalization over groups: onnxruntime's own GroupNormalization takes more than twice the time on a CPU.
  const grouped = reshape(g, x, [B, groups, product([C / groups, ...x.shape.slice(2)])])
  const ones = g.constant(Array(groups).fill(1))
  const zeros = g.constant(Array(groups).fill(0))
  const normal = g.node('InstanceNormalization', [grouped, ones, zeros], grouped, { epsilon: float(epsilon) })
  const y = reshape(g, normal, x.shape, x)
  const [scale, shift] = scaleAndShift(g, C).map((value) => reshape(g, value, [C, 1, 1])) as [Value, Value]
  return add(g, mul(g, y, scale), shift)
}

/** Over the last axis; the operator adds up in float32 (its stash_type). Ba et al. 2016; arXiv:1607.06450 */
export const layerNorm = (g: Scope, x: Value, epsilon?: number): Value =>
  layerNormOf(g, x.shape.at(-1) as number, floatOf(x), epsilon)(x)

/** The same for values of C channels in two places, such as branches: its weights are brought into the graph here. */
export function layerNormOf(g: Scope, C: number, type: Float, epsilon = 1e-5): (x: Value) => Value {
  const weights = scaleAndShift(g, C, type)
  return (x) => g.node('LayerNormalization', [x, ...weights], x, { axis: -1, epsilon: float(epsilon) })
}

/** What a norm multiplies by and adds, or what the graph's adapter makes of it; both [C]. */
function scaleAndShift(g: Scope, C: number, type: Float = 'float32'): [Value, Value] {
  const [weight, bias] = [g.weight('weight', [C], type), g.weight('bias', [C], type)]
  const { adapter } = g.graph
  return adapter ? [adapter.weight(g, weight), adapter.bias(g, C, type, bias) ?? bias] : [weight, bias]
}
