import type { Int8Weight, StoredTensor, Weights } from '@loom/onnx-graph'
import { type Quantized, writeInt8File } from './write-int8-file'

/** Layers that stay in float32: the first and the last, where errors show most, and what is computed once for all places. */
const exact =
  /(^|\.)(conv_in|conv_out|quant_conv|post_quant_conv|time_embedding\.linear_\d|add_embedding\.linear_\d|time_emb_proj)\.weight$/

/** Weights that have their large matrices in 8 bits as well, in a file whose layout follows from the order in which a graph asks. */
export class Int8Weights implements Weights {
  readonly #asked = new Map<string, Quantized>()
  #end = 0

  constructor(
    private readonly weights: Weights,
    private readonly file: string,
  ) {}

  get(name: string, shape?: readonly number[]): StoredTensor | undefined {
    return this.weights.get(name, shape)
  }

  int8(name: string): Int8Weight | undefined {
    const known = this.#asked.get(name)
    if (known) return known.to
    const from = this.weights.get(name)
    if (!from || exact.test(name)) return undefined
    const [outputs, ...rest] = from.shape as [number, ...number[]]
    const inputs = rest.reduce((a, b) => a * b)
    const to = { values: this.#place('int8', [inputs, outputs]), scale: this.#place('float32', [outputs]) }
    this.#asked.set(name, { from, to })
    return to
  }

  #place(type: 'int8' | 'float32', shape: readonly number[]): StoredTensor {
    const length = shape.reduce((a, b) => a * b) * (type === 'int8' ? 1 : 4)
    const offset = this.#end
    this.#end += Math.ceil(length / 64) * 64
    return { file: this.file, offset, length, type, shape }
  }

  /** Makes the file unless it is there; to be called once the graph is built. */
  write(): Promise<void> {
    return writeInt8File(this.file, [...this.#asked.values()], this.#end)
  }
}
