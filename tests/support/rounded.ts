import type { Scope } from '@loom/onnx-graph'

type Node = Scope['graph']['nodes'][number]
type Attribute = Node['attributes'][string]
const isBody = (attribute: Attribute) => typeof attribute === 'object' && 'nodes' in attribute

/**
 * A graph whose values of 16 bits are rounded as on a GPU. Without it, onnxruntime computes chains of such nodes in 32 bits on a
 * CPU and casts only at their ends; here each value goes through a reshape to its own shape, which takes it as it is.
 */
export function rounded(scope: Scope): Scope {
  const node = (op: string, inputs: string[], output: string, type: Node['type']): Node => ({
    ...{ name: `${output}:${op}`, op, domain: '', inputs, outputs: [output], type, attributes: {} },
  })
  const all = (nodes: readonly Node[]): Node[] =>
    nodes.flatMap((from) => {
      const bodies = Object.entries(from.attributes).map(([key, value]) => [
        key,
        isBody(value) ? { ...value, nodes: all(value.nodes) } : value,
      ])
      const same = { ...from, attributes: Object.fromEntries(bodies) }
      if (from.type !== 'float16' || from.op === 'If') return [same]
      const through = from.outputs.flatMap((name) => [
        node('Shape', [`${name}:raw`], `${name}:shape`, 'int64'),
        node('Reshape', [`${name}:raw`, `${name}:shape`], name, 'float16'),
      ])
      return [{ ...same, outputs: from.outputs.map((name) => `${name}:raw`) }, ...through]
    })
  return { graph: { ...scope.graph, nodes: all(scope.graph.nodes) } } as Scope
}
