const outside: Readonly<Record<string, string>> = {
  'embeddings.token_embedding.weight': 'token_embedding.weight',
  'embeddings.position_embedding.weight': 'positional_embedding',
  'final_layer_norm.weight': 'ln_final.weight',
  'final_layer_norm.bias': 'ln_final.bias',
}
const inLayer: Readonly<Record<string, string>> = {
  layer_norm1: 'ln_1',
  layer_norm2: 'ln_2',
  'mlp.fc1': 'mlp.c_fc',
  'mlp.fc2': 'mlp.c_proj',
  'self_attn.out_proj': 'attn.out_proj',
}

/** A tensor of OpenCLIP, or the `third` of its rows (0 queries, 1 keys, 2 values) that transformers has as a tensor. */
export type Piece = { readonly name: string; readonly third?: number }

/** Where OpenCLIP keeps what transformers calls `name`. */
export function openClipPiece(name: string): Piece {
  if (outside[name]) return { name: outside[name] }
  const [, layer, part, end] = /^encoder\.layers\.(\d+)\.(.*)\.(weight|bias)$/.exec(name) ?? []
  if (!layer) return { name }
  const third = ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'].indexOf(part!)
  const at = `transformer.resblocks.${layer}`
  return third < 0 ? { name: `${at}.${inLayer[part!] ?? part}.${end}` } : { name: `${at}.attn.in_proj_${end}`, third }
}
