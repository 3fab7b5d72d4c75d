export type { Dim } from './dim'
export { encodeModel, ModelProto } from './encode'
export { forWebgpu } from './for-webgpu'
export { type DataType, Scope, type StoredTensor, type Value, type Weights } from './graph'
export { geglu, gelu, quickGelu, silu } from './layers/activation'
export { add, addRows, cos, matmul, mean, mul, plus, sigmoid, sin, softmax, sub, times } from './layers/arithmetic'
export { flashAttention, mergeHeads, splitHeads } from './layers/attention'
export { branch } from './layers/branch'
export { conv2d, embedding, linear } from './layers/linear'
export { groupNorm, layerNorm } from './layers/norm'
export {
  channels,
  concat,
  fromSequence,
  gather,
  isAny,
  pick,
  positionOf,
  reshape,
  rowsFrom,
  slice,
  split,
  toSequence,
  toSpatial,
  transpose,
  unsqueeze,
  upsample,
  width,
} from './layers/shape'
