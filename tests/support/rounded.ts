import type { Scope } from '@loom/onnx-graph'

type Node = Scope['graph']['nodes'][number]
type Attribute = Node['attributes'][string]
const isBody = (attribute: Attribute) => typeof attribute === 'object' && 'nodes' in attribute

/**
 * A graph whose values of 16 bits are rounded as on a GPU. onnxruntime computes such nodes in 32 bits on a CPU and takes casts
 * between them away; those back and forth that are put in here it has to keep.
 */
export function rounded(scope: Scope): Scope {
  const cast = (to: string, from: string, type: 'float32' | 'float16'): Node => ({
    ...{ name: `${to}:cast`, op: 'Cast', domain: '', inputs: [from], outputs: [to], type },
    attributes: { to: type === 'float32' ? 1 : 10 },
  })
  const all = (nodes: readonly Node[]): Node[] =>
    nodes.flatMap((node) => {
      const bodies = Object.entries(node.attributes).map(([key, value]) => [
        key,
        isBody(value) ? { ...value, nodes: all(value.nodes) } : value,
      ])
      const same = { ...node, attributes: Object.fromEntries(bodies) }
      if (node.type !== 'float16' || node.op === 'Cast' || node.op === 'If') return [same]
      const casts = node.outputs.flatMap((name) => [
        cast(`${name}:wide`, `${name}:raw`, 'float32'),
        cast(name, `${name}:wide`, 'float16'),
      ])
      return [{ ...same, outputs: node.outputs.map((name) => `${name}:raw`) }, ...casts]
    })
  return { graph: { ...scope.graph, nodes: all(scope.graph.nodes) } } as Scope
}
