import { scale } from '@loom/tensor'
import { BrownianTree } from './brownian/brownian-tree'
import { gaussian } from './noise'
import type { Noise } from './sampler'
import type { SamplerName } from './samplers'

const brownian: readonly SamplerName[] = ['dpmpp_sde', 'dpmpp_2m_sde', 'dpmpp_3m_sde']

/**
 * Noise that samplers add on their way along `sigmas`, as ComfyUI draws it on CPU: for the SDE samplers a Brownian path of
 * the seed in σ, else draws from the seed + 1, one a step. `first` of the steps were walked by somebody else.
 */
export function stepNoise(
  sampler: SamplerName,
  seed: number | bigint,
  sigmas: readonly number[],
  first: number,
): Noise {
  if (brownian.includes(sampler)) return brownianNoise(seed, sigmas)
  const draw = gaussian(BigInt(seed) + 1n)
  let drawn = 0
  return (shape) => {
    for (; drawn < first; drawn++) draw(shape)
    return draw(shape)
  }
}

/** Changes of a Brownian path between levels, over their standard deviation. */
export function brownianNoise(seed: number | bigint, sigmas: readonly number[]): Noise {
  const single = Math.fround // levels have the digits of a float32 elsewhere
  const positive = sigmas.filter((sigma) => sigma > 0)
  let tree: BrownianTree | undefined
  return (shape, from, to) => {
    tree ??= new BrownianTree(seed, shape, single(Math.min(...positive)), single(Math.max(...positive)))
    return scale(tree.change(single(to), single(from)), -1 / Math.sqrt(single(from) - single(to)))
  }
}
