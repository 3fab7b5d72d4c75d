import type { StoredTensor, Weights } from '@loom/onnx-graph'
import { ModelError } from '../error'

/** The weights of a network that has no config: what is missing or has another shape is told by the file's own names. */
export class StrictWeights implements Weights {
  /** Names of the file that have been read. */
  readonly asked = new Set<string>()

  constructor(
    private readonly file: string,
    private readonly all: Weights,
    private readonly nameOf: (name: string) => string,
  ) {}

  get(name: string, shape?: readonly number[]): StoredTensor {
    const own = this.nameOf(name)
    this.asked.add(own)
    const stored = this.all.get(own)
    if (!stored) throw new ModelError(`${this.file} lacks ${own}`)
    if (shape && `${stored.shape}` !== `${shape}`)
      throw new ModelError(`${this.file}: ${own} has shape [${stored.shape}], the other layers ask for [${shape}]`)
    return stored
  }
}
