import type { Weights } from '@loom/onnx-graph'

/** Asks for shapes of tensors below a prefix. */
export class Shapes {
  constructor(
    private readonly weights: Weights,
    private readonly prefix: string,
  ) {}

  of(name: string): readonly number[] | undefined {
    return this.weights.get(this.prefix + name)?.shape
  }

  has(name: string): boolean {
    return this.of(name) !== undefined
  }

  /** How many of `name(0)`, `name(1)`, … there are. */
  count(name: (index: number) => string): number {
    let count = 0
    while (this.has(name(count))) count++
    return count
  }
}
