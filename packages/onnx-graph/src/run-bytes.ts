import { sizeIn } from './dim'
import { type Body, type DataType, type Graph, isBody, type Node, type Value } from './graph'

/** Sizes that a run gives to the names in a graph's shapes. */
export type Sizes = Readonly<Record<string, number>>

/** What a node does to memory: values that it makes, copies that it works on, and values that nothing reads any more. */
type Step = {
  readonly makes: readonly Value[]
  readonly copies: readonly Value[]
  readonly bodies: readonly (readonly Step[])[]
  readonly drops: readonly Value[]
}

const width: Readonly<Record<DataType, number>> = {
  ...{ float64: 8, int64: 8, float32: 4, int32: 4, float16: 2, bfloat16: 2, int8: 1, uint8: 1, bool: 1 },
}
/** These give on the memory that they are given. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Unsqueeze', 'Identity'])
/** Inputs that onnxruntime's CPU kernels copy into another order: channels in blocks, heads apart. */
const reordered: Readonly<Record<string, number>> = { Conv: 1, MultiHeadAttention: 3 }

/**
 * Tells the most bytes that the values of a run take at a time, without the weights. It follows how onnxruntime runs a
 * graph on the CPU: node by node, a value living from the node that makes it to the last one that reads it.
 */
export function runBytes(graph: Graph): (sizes: Sizes) => number {
  const fixed = new Set([...graph.constants.keys(), ...graph.stored.keys()])
  const results = graph.outputs.map(({ name }) => name)
  const steps = stepsOf(graph.nodes, results, graph.values, fixed)
  return (sizes) =>
    peakOf(steps, (value) => value.shape.reduce<number>((all, dim) => all * sizeIn(sizes, dim), width[value.type]))
}

/** `fixed`: names of what is known when a graph is loaded; more are added. */
function stepsOf(
  nodes: readonly Node[],
  results: readonly string[],
  values: ReadonlyMap<string, Value>,
  fixed: Set<string>,
): Step[] {
  const owners = new Map<string, string>() // whose memory a value lies in
  const ownerOf = (name: string): string => owners.get(name) ?? name
  const valuesOf = (names: readonly string[]): Value[] => names.map((name) => values.get(ownerOf(name))!)
  const run = nodes.filter((node) => {
    if (views.has(node.op)) owners.set(node.outputs[0]!, ownerOf(node.inputs[0]!))
    if (readBy(node).some((name) => !fixed.has(name))) return true
    for (const name of node.outputs) fixed.add(name) // computed once, when it is loaded
    return false
  })
  const lastRead = new Map<string, number>()
  for (const [at, node] of run.entries())
    for (const name of [...node.outputs, ...readBy(node)]) lastRead.set(ownerOf(name), at)
  for (const name of results) lastRead.set(ownerOf(name), run.length)

  const made = new Set<string>()
  return run.map((node, at) => {
    const makes = node.op === 'Sigmoid' || views.has(node.op) ? [] : node.outputs // x·σ(x) is one kernel
    for (const name of makes) made.add(name)
    const over = [...new Set([...node.outputs, ...readBy(node)].map(ownerOf))]
    return {
      makes: valuesOf(makes),
      copies: valuesOf(node.inputs.slice(0, reordered[node.op] ?? 0)),
      bodies: bodiesOf(node).map((body) =>
        stepsOf(
          body.nodes,
          body.outputs.map(({ name }) => name),
          values,
          fixed,
        ),
      ),
      drops: valuesOf(over.filter((name) => made.has(name) && lastRead.get(name) === at)),
    }
  })
}

function peakOf(steps: readonly Step[], bytesOf: (value: Value) => number): number {
  const sum = (values: readonly Value[]) => values.reduce((all, value) => all + bytesOf(value), 0)
  let [alive, peak] = [0, 0]
  for (const { makes, copies, bodies, drops } of steps) {
    const inside = bodies.reduce((most, body) => Math.max(most, peakOf(body, bytesOf)), 0)
    const own = sum(makes)
    peak = Math.max(peak, alive + Math.max(own + sum(copies), inside))
    alive += own - sum(drops)
  }
  return peak
}

const bodiesOf = ({ attributes }: Node): Body[] => Object.values(attributes).filter(isBody)

/** Values that a node reads, and that its bodies read from outside. */
function readBy(node: Node): string[] {
  return [...node.inputs.filter((name) => name !== ''), ...bodiesOf(node).flatMap(readFrom)]
}

function readFrom({ nodes, outputs }: Body): string[] {
  const made = new Set(nodes.flatMap((node) => node.outputs))
  return [...nodes.flatMap(readBy), ...outputs.map(({ name }) => name)].filter((name) => !made.has(name))
}
