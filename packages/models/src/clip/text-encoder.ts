import type { Adapter, Scope, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { TextEncoderConfig } from './config'

/**
 * ids [B,77] → `hidden.n` [B,77,D], what the UNet attends to at clip skip n, for every layer there is; and where the config
 * asks for it the text as a whole, pooled [B,P]. A token of which `kept` [B,77,1] is 0 has the vector `own` [B,77,D] in place
 * of its word's. The text half of Radford et al. 2021, §2.4; arXiv:2103.00020
 */
export function textEncoder(weights: Weights, config: TextEncoderConfig, adapter?: Adapter): Scope {
  const { vocabulary, width, tokens, epsilon, layers, cut, normalized, pooled } = config
  const root = nn.Scope.root('text_encoder', weights, adapter)
  const g = root.has('text_model.final_layer_norm.weight') ? root.at('text_model') : root // transformers 5 leaves the prefix out
  const ids = root.input('ids', 'int32', ['B', tokens])
  const words = nn.embedding(g.at('embeddings.token_embedding'), ids, vocabulary, width)
  const places = g.at('embeddings.position_embedding').weight('weight', [tokens, width])
  const kept = root.input('kept', 'float32', ['B', tokens, 1])
  const own = root.input('own', 'float32', ['B', tokens, width])
  const norm = (from: Value) => nn.layerNorm(g.at('final_layer_norm'), from, epsilon)
  let x = nn.add(g, nn.add(g, nn.mul(g, words, kept), own), places)
  for (let i = 0; i < layers; i++) {
    x = layer(g.at(`encoder.layers.${i}`), x, config)
    root.output(`hidden.${layers - i + cut}`, normalized ? norm(x) : x)
  }
  if (pooled) root.output('pooled', project(root, nn.pick(root, norm(x), nn.positionOf(root, ids, config.end)), pooled))
  return root
}

/** OpenCLIP keeps its projection as a matrix [D,P], transformers as the weight of a layer, [P,D]. */
function project(g: Scope, x: Value, to: number): Value {
  return g.has('text_projection')
    ? nn.matmul(g, x, g.weight('text_projection', [nn.width(x), to]))
    : nn.linear(g.at('text_projection'), x, to, { bias: false })
}

/** x [B,n,D] → [B,n,D] */
function layer(g: Scope, x: Value, { heads, feedForward, activation, epsilon }: TextEncoderConfig): Value {
  const activate = { quick_gelu: nn.quickGelu, gelu: nn.gelu }[activation]
  x = nn.add(g, x, causalAttention(g.at('self_attn'), nn.layerNorm(g.at('layer_norm1'), x, epsilon), heads))
  const y = activate(g, nn.linear(g.at('mlp.fc1'), nn.layerNorm(g.at('layer_norm2'), x, epsilon), feedForward))
  return nn.add(g, x, nn.linear(g.at('mlp.fc2'), y, nn.width(x)))
}

/** Every token attends to itself and those before it. x [B,n,D] → [B,n,D] */
function causalAttention(g: Scope, x: Value, heads: number): Value {
  const [n, D] = [x.shape[1] as number, nn.width(x)]
  const split = (name: string) => nn.splitHeads(g, nn.linear(g.at(name), x, D), heads)
  const [q, k, v] = [split('q_proj'), split('k_proj'), split('v_proj')]
  const scores = nn.times(g, nn.matmul(g, q, nn.transpose(g, k)), (D / heads) ** -0.5)
  const later = Array.from({ length: n * n }, (_, i) => (i % n > Math.floor(i / n) ? -1e9 : 0))
  const probs = nn.softmax(g, nn.add(g, scores, g.constant(later, 'float32', [n, n])))
  return nn.linear(g.at('out_proj'), nn.mergeHeads(g, nn.matmul(g, probs, v)), D)
}
