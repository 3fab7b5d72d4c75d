import type { Adapter, Scope } from '@loom/onnx-graph'
import type { Feed } from '../session'
import { loraAdapter, strengthName } from './adapter'
import type { LoraFile } from './lora-file'
import type { ModelPart } from './lora-names'

/** LoRA files in the order in which they change a model, and which of their layers have found their place in it. */
export class LoraStack {
  readonly #used: { readonly unet: Set<string>[]; readonly text: Set<string>[] }

  constructor(readonly files: readonly LoraFile[]) {
    const none = () => files.map(() => new Set<string>())
    this.#used = { unet: none(), text: none() }
  }

  /** For the graph of a part; undefined where nothing changes. */
  adapter(part: ModelPart): Adapter | undefined {
    return this.files.length === 0 ? undefined : loraAdapter(this.files, part, this.#used[part.kind])
  }

  /** Whether the file at a place changes what the text encoders give; known once their graphs are built. */
  changesText(index: number): boolean {
    return this.#used.text[index]!.size > 0
  }

  /** How many layers of a file found no place, their names, and how many found one; known once all graphs are built. */
  placed(index: number): { readonly used: number; readonly unused: readonly string[] } {
    const { layers, unknown } = this.files[index]!
    const used = new Set([...this.#used.unet[index]!, ...this.#used.text[index]!])
    const unused = [...layers].filter(([name]) => !used.has(name)).map(([, layer]) => layer.name)
    return { used: used.size, unused: [...unused, ...unknown] }
  }
}

/** The strengths as the inputs of a graph: of those LoRA files that change it. */
export function strengthFeeds({ graph }: Scope, strengths: readonly number[]): Record<string, Feed> {
  const inputs = new Set(graph.inputs.map(({ name }) => name))
  const feeds: Record<string, Feed> = {}
  for (const [index, strength] of strengths.entries())
    if (inputs.has(strengthName(index))) feeds[strengthName(index)] = { shape: [], data: Float32Array.of(strength) }
  return feeds
}
