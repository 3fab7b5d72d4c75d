import type { Tensor } from '@loom/tensor'
import type { BracketRule } from './brackets'

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Text features [chunks,n,D] with the weights [chunks·n] that brackets give.
 * `comfyui`: away from what an empty text means, (z − z₀)·w + z₀, with z₀ = `empty` [1,n,D] (comfy/sd1_clip.py,
 * encode_token_weights). `automatic1111`: z·w, each chunk brought back to the mean it had (modules/sd_emphasis.py,
 * EmphasisOriginal).
 */
export function emphasised(features: Tensor, weights: Float32Array, empty: Tensor, rule: BracketRule): Tensor {
  const [chunks, n, D] = features.shape as [number, number, number]
  const data = new Float32Array(features.data)
  for (let chunk = 0; chunk < chunks; chunk++) {
    const values = data.subarray(chunk * n * D, (chunk + 1) * n * D)
    const before = mean(values)
    for (let at = 0; at < values.length; at++) {
      const from = rule === 'comfyui' ? empty.data[at]! : 0
      values[at] = (values[at]! - from) * weights[chunk * n + Math.floor(at / D)]! + from
    }
    if (rule !== 'automatic1111') continue
    const back = before / mean(values)
    for (let at = 0; at < values.length; at++) values[at]! *= back
  }
  return { shape: features.shape, data }
}
