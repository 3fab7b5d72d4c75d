import type { Float, Scope, StoredTensor, Value } from '@loom/onnx-graph'
import { ModelError } from '../error'
import type { LoraFile, LoraLayer, Role } from './lora-file'

/** How many numbers a shape holds. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1)

/** The tensors of one layer of a LoRA file, brought into a graph where they are asked for. `index`: of the file in its stack. */
export class LayerTensors {
  constructor(
    readonly file: LoraFile,
    readonly layer: LoraLayer,
    readonly index: number,
  ) {}

  has(role: Role): boolean {
    return this.layer.tensors.has(role)
  }

  stored(role: Role): StoredTensor {
    return this.layer.tensors.get(role) ?? this.fail(`it has no ${role}`)
  }

  shape(role: Role): readonly number[] {
    return this.stored(role).shape
  }

  /** `shape`: what a tensor is read as; the same numbers serve a linear layer and a 1 × 1 convolution. */
  get(g: Scope, role: Role, shape: readonly number[] = this.shape(role), type: Float = 'float32'): Value {
    const stored = this.stored(role)
    if (sizeOf(shape) !== sizeOf(stored.shape))
      this.fail(`its ${role} has shape [${stored.shape}], the model's layer asks for [${shape}]`)
    return g.cast(g.external(`lora/${this.index}/${this.layer.name}.${role}:${shape}`, { ...stored, shape }), type)
  }

  /** What the file scales its change by, of so many inner channels; LyCORIS and kohya-ss/sd-scripts. */
  scale(rank: number | undefined): number {
    return this.layer.alpha === undefined || rank === undefined ? 1 : this.layer.alpha / rank
  }

  /** What `build` builds; where shapes do not fit each other the message names the layer of the file. */
  fitting(build: () => Value): Value {
    try {
      return build()
    } catch (error) {
      if (error instanceof ModelError) throw error
      return this.fail((error as Error).message)
    }
  }

  fail(problem: string): never {
    throw new ModelError(`${this.file.name}: ${this.layer.name}: ${problem}`)
  }
}
