import { add, blend, scale, sub, type Tensor } from '@loom/tensor'
import { gaussian } from '../noise'
import { seedSequence } from './seed-sequence'

const POOL = 24
/** Times are kept to six digits after the point; halving ends there. */
const rounded = (time: number) => Number(time.toFixed(6))

/** A stretch of the path and what it adds; `key` and `depth` are its place in the tree. */
type Stretch = {
  readonly start: number
  readonly end: number
  readonly change: Tensor
  readonly key: bigint
  readonly depth: bigint
}

/**
 * A Brownian path over [start,end] that its seed alone decides, whatever is asked of it and in which order: the whole
 * change is drawn first, then every half given the whole (Brownian bridge), down to the times asked for. Seeds, order and
 * arithmetic are those of torchsde's `BrownianTree` on CPU, so that k-diffusion's and ComfyUI's SDE samplers find the same
 * noise here. Kidger et al. 2021, §4; arXiv:2105.13493
 */
export class BrownianTree {
  readonly #seed: bigint
  readonly #top: Stretch

  constructor(seed: number | bigint, shape: readonly number[], start: number, end: number) {
    this.#seed = BigInt(seed)
    const [first] = seedSequence(this.#seed, [], POOL, 1)
    const change = scale(gaussian(first!)(shape), Math.sqrt(end - start))
    this.#top = { start: rounded(start), end: rounded(end), change, key: 0n, depth: 0n }
  }

  /** Change of the path between two times, the second one later: normal with their difference as variance. */
  change(from: number, to: number): Tensor {
    const inside = (time: number) => Math.min(Math.max(rounded(time), this.#top.start), this.#top.end)
    const [a, b] = [inside(from), inside(to)]
    if (!(a < b)) throw new Error(`BrownianTree: expected times that differ by 1e-6 or more, got ${from} and ${to}`)
    return this.#within(this.#top, a, b)
  }

  #within(stretch: Stretch, from: number, to: number): Tensor {
    if (from === stretch.start && to === stretch.end) return stretch.change
    const [left, right] = this.#halves(stretch)
    const middle = left.end
    if (to <= middle) return this.#within(left, from, to)
    if (from >= middle) return this.#within(right, from, to)
    return add(this.#within(left, from, middle), this.#within(right, middle, to))
  }

  #halves({ start, end, change, key, depth }: Stretch): [Stretch, Stretch] {
    const middle = rounded((start + end) / 2)
    const [seed] = seedSequence(this.#seed, [key, depth], POOL, 1)
    const [before, after, whole] = [middle - start, end - middle, end - start]
    const noise = gaussian(seed!)(change.shape)
    const left = blend(change, before / whole, noise, Math.sqrt((before * after) / whole))
    return [
      { start, end: middle, change: left, key: 2n * key, depth: depth + 1n },
      { start: middle, end, change: sub(change, left), key: 2n * key + 1n, depth: depth + 1n },
    ]
  }
}
