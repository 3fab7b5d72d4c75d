import { readFile } from 'node:fs/promises'
import { ModelProto } from '@loom/onnx-graph'

/** Kernels read packed weights by instructions that want them to begin at such multiples, and end the process otherwise. */
const alignment = 64

/** onnxruntime aligns what it writes from this size on; all that is smaller must stay out of the file of weights. */
export const alignedFrom = 2 ** 20 + 1

type Entry = { readonly key: string; readonly value: string }
type Graph = {
  readonly initializer: readonly { readonly external_data: readonly Entry[] }[]
  readonly node: readonly { readonly attribute: readonly { readonly g?: Graph }[] }[]
}

/** Whether all that a written graph has in its file of weights begins where kernels can read it. */
export async function isAligned(file: string): Promise<boolean> {
  const { graph } = ModelProto.decode(await readFile(file)) as unknown as { readonly graph: Graph }
  return offsetsIn(graph).every((offset) => offset % alignment === 0)
}

const offsetsIn = ({ initializer, node }: Graph): number[] => [
  ...initializer.flatMap(({ external_data }) => external_data.flatMap(offsetsOf)),
  ...node.flatMap(({ attribute }) => attribute.flatMap(({ g }) => (g ? offsetsIn(g) : []))),
]

/** An entry gives the offset of the weight, or those of its packed forms: `KEY|OFFSET;LENGTH;CHECKSUM|…`. */
function offsetsOf({ key, value }: Entry): number[] {
  if (key === 'offset') return [Number(value)]
  if (!key.startsWith('prepacked')) return []
  return value
    .split('|')
    .slice(1)
    .map((part) => Number(part.split(';')[0]))
}
