import { float, type Scope, type Value } from '../graph'
import { mul, sigmoid, times } from './arithmetic'
import { channels, reshape, split } from './shape'

/** x·σ(x); onnxruntime makes one kernel of the two nodes. */
export const silu = (g: Scope, x: Value): Value => ({ ...mul(g, x, sigmoid(g, x)), atLeast: -0.2785 })
/** max(x, 0) */
export const relu = (g: Scope, x: Value): Value => g.node('Relu', [x], { shape: x.shape })
/** x·σ(1.702x), the activation of OpenAI's CLIP. */
export const quickGelu = (g: Scope, x: Value): Value => mul(g, x, sigmoid(g, times(g, x, 1.702)))
/** x·Φ(x), exact. */
export const gelu = (g: Scope, x: Value): Value => g.node('Gelu', [x], { shape: x.shape })

/** x where it is above 0, else slope·x. */
export const leakyRelu = (g: Scope, x: Value, slope: number): Value =>
  g.node('LeakyRelu', [x], { shape: x.shape }, { alpha: float(slope) })

/** As `leakyRelu`, with a slope for each channel: x [B,C,h,w]. He et al. 2015, §2.1; arXiv:1502.01852 */
export function prelu(g: Scope, x: Value): Value {
  const C = channels(x)
  return g.node('PRelu', [x, reshape(g, g.weight('weight', [C]), [C, 1, 1])], { shape: x.shape })
}

/** x [..,2C] → [..,C]: the first half weighed by the gelu of the second. Shazeer 2020, §2; arXiv:2002.05202 */
export function geglu(g: Scope, x: Value): Value {
  const [value, gate] = split(g, x, 2) as [Value, Value]
  return mul(g, value, gelu(g, gate))
}
