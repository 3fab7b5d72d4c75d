import { dataTypes, type Float, type float, type Graph, isBody, type Node } from './graph'

/**
 * Writes a graph's nodes in operators that compute right in onnxruntime's WebGPU kernels, 1.30. Its MultiHeadAttention
 * is off by some percent (measured against its own MatMul and Softmax), and for FusedMatMul it has no kernel: values
 * would travel to the CPU and back at every linear layer. Of float16, exponentials are added up in float32.
 */
export function forWebgpu(graph: Graph): void {
  const constant = (type: 'float32' | 'int64', values: readonly number[]): string => {
    const name = `webgpu/${type}/${values.join()}`
    graph.constants.set(name, { name, type, shape: [values.length], values })
    return name
  }

  function attention({ name, inputs, outputs, type, attributes }: Node): Node[] {
    const [q, k, v] = inputs as [string, string, string]
    const heads = attributes.num_heads as number
    const { float: scale } = attributes.scale as ReturnType<typeof float>
    const nodes: Node[] = []
    const node = (op: string, of: readonly string[], how: Node['attributes'] = {}, to = `${name}/${nodes.length}`) => {
      nodes.push({ name: `${name}/${nodes.length}`, op, domain: '', inputs: of, outputs: [to], type, attributes: how })
      return to
    }
    const cast = (x: string, to: Float) => (type === 'float16' ? node('Cast', [x], { to: dataTypes[to] }) : x)
    const split = (x: string, perm: readonly number[]) =>
      node('Transpose', [node('Reshape', [x, constant('int64', [0, 0, heads, -1])])], { perm })
    const Q = node('Mul', [split(q, [0, 2, 1, 3]), cast(constant('float32', [scale]), 'float16')])
    const scores = node('MatMul', [Q, split(k, [0, 2, 3, 1])])
    const probs = cast(node('Softmax', [cast(scores, 'float32')], { axis: -1 }), 'float16')
    const y = node('MatMul', [probs, split(v, [0, 2, 1, 3])])
    const rows = node('Transpose', [y], { perm: [0, 2, 1, 3] })
    node('Reshape', [rows, constant('int64', [0, 0, -1])], {}, outputs[0])
    return nodes
  }

  function product({ name, inputs, outputs, type }: Node): Node[] {
    const [x, weight] = inputs as [string, string]
    const turned = `${name}/weight`
    const rest = { domain: '', type, attributes: {} }
    return [
      { ...rest, name: turned, op: 'Transpose', inputs: [weight], outputs: [turned], attributes: { perm: [1, 0] } },
      { ...rest, name, op: 'MatMul', inputs: [x, turned], outputs },
    ]
  }

  const rewritten = (nodes: readonly Node[]): Node[] =>
    nodes.flatMap((node) => {
      if (node.op === 'MultiHeadAttention') return attention(node)
      if (node.op === 'FusedMatMul') return product(node)
      const bodies = Object.entries(node.attributes).map(([key, value]) => [
        key,
        isBody(value) ? { ...value, nodes: rewritten(value.nodes) } : value,
      ])
      return [{ ...node, attributes: Object.fromEntries(bodies) }]
    })

  graph.nodes = rewritten(graph.nodes)
}
