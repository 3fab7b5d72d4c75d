import type { Scope, Sizes, Value } from '@loom/onnx-graph'
import type { GraphMemory } from './graph-memory'
import type { Picture } from './picture'
import { refusal } from './refusal'
import { warmSessions } from './warm-sessions'

type Shapes = Readonly<Record<string, { readonly shape: readonly number[] }>>

/** Sizes whose memory a session remembers. */
const REMEMBERED = 64

/** Makes room in memory for the runs of one session, and refuses those for which there is none. */
export class Claim {
  readonly name: string
  readonly #inputs: readonly Value[]
  readonly #known = new Map<string, number>()
  /** What the runs of the open session took, which it keeps. */
  kept = 0

  constructor(
    graph: Scope,
    private readonly memory: GraphMemory,
    private readonly picture?: Picture,
  ) {
    this.name = graph.graph.name
    this.#inputs = graph.graph.inputs
  }

  get weights(): number {
    return this.memory.weights
  }

  /** To be awaited before a run. `isOpen`: whether the weights are in memory; `close` lets go of them. */
  async make(feeds: Shapes, isOpen: boolean, close: () => Promise<void>): Promise<void> {
    const { weights, loading, run } = this.memory
    const sizes = sizesOf(this.#inputs, feeds)
    const values = this.#valuesOf(sizes)
    if (isOpen && values <= this.kept) return
    const anew = (given: Sizes) => Math.max(loading, weights + run(given))
    const others = await warmSessions.free(isOpen ? values : anew(sizes))
    if (others < (isOpen ? values : anew(sizes))) {
      const room = others + (isOpen ? weights + this.kept : 0)
      if (!isOpen || anew(sizes) > room) throw refusal(this.name, this.picture, sizes, anew, room)
      await close()
      await warmSessions.free(anew(sizes))
    }
    this.kept = Math.max(this.kept, values)
  }

  /** Walking a graph takes milliseconds, and a denoiser runs the same sizes at every step. */
  #valuesOf(sizes: Sizes): number {
    const key = Object.values(sizes).join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#known.size === REMEMBERED) this.#known.clear()
    const values = this.memory.run(sizes)
    this.#known.set(key, values)
    return values
  }
}

/** Which size each name in the shapes of the inputs stands for. */
function sizesOf(inputs: readonly Value[], feeds: Shapes): Sizes {
  const sizes: Record<string, number> = {}
  for (const { name, shape } of inputs)
    for (const [axis, dim] of shape.entries()) if (typeof dim === 'string') sizes[dim] ??= feeds[name]?.shape[axis] ?? 1
  return sizes
}
