import { type Float, runBytes, type Scope, type Sizes, type StoredTensor } from '@loom/onnx-graph'

/** Bytes that a graph takes on the CPU. */
export type GraphMemory = {
  /** Its weights as they are kept: in what it computes in, but for those of 8 bits. */
  readonly weights: number
  /** The most at a time while it is loaded. */
  readonly loading: number
  /** On the disk, laid out for the processor. */
  readonly prepacked: number
  /** What a run takes beside the weights. The session keeps it for the next. */
  run(sizes: Sizes): number
}

/**
 * Measured peaks against what the values alone take, rounded up: the arena cannot use pieces of other sizes again, and of
 * what is counted as copied an encoder copies little. Figures are in docs/performance.md.
 */
const spread: Readonly<Record<string, number>> = { 'vae decoder': 1.25, 'vae encoder': 0.85 }
const otherSpread = 1.75
/** What a session takes however small it is. */
const base = 32 * 2 ** 20

export function graphMemory({ graph }: Scope, computed: Float): GraphMemory {
  const bytesOf = ({ shape, type }: StoredTensor) =>
    shape.reduce((all, size) => all * size, type === 'int8' || type === 'uint8' ? 1 : computed === 'float16' ? 2 : 4)
  const sum = (tensors: readonly StoredTensor[]) => tensors.reduce((all, tensor) => all + bytesOf(tensor), 0)
  const stored = [...graph.stored.values()]
  const weights = sum(stored)
  const convolved = ({ shape, type }: StoredTensor) => shape.length === 4 && type !== 'int8'
  const convolutions = sum(stored.filter(convolved))
  const values = runBytes(graph)
  return {
    weights,
    // onnxruntime lays the weights of convolutions out anew and lets go of the old ones only when all are done.
    loading: base + weights + convolutions,
    // It writes those of convolutions as it lays them out, and all others in both forms.
    prepacked: 2 * weights - convolutions,
    run: (sizes) => base + (spread[graph.name] ?? otherSpread) * values(sizes),
  }
}

/** Bytes held for a byte of a graph without its weights, and of one with its small ones. Measured, see docs/performance.md. */
const [perGraphByte, perSmallByte] = [24, 2]

/**
 * The same where all but small weights are mapped from a file, whose pages the system takes back when memory is short.
 * `graph`, `written`: bytes of the graph as it is built, and as it is written, with its small weights.
 */
export function mappedMemory(memory: GraphMemory, graph: number, written: number): GraphMemory {
  const weights = base + perGraphByte * graph + perSmallByte * written
  return { ...memory, weights, loading: weights }
}
