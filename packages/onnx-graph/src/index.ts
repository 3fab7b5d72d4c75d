export type { Dim } from './dim'
export { encodeModel, ModelProto } from './encode'
export { forWebgpu } from './for-webgpu'
export {
  type Adapter,
  type DataType,
  type Float,
  float,
  type Int8Weight,
  Scope,
  type StoredTensor,
  type Term,
  type Value,
  type Weights,
  type Window,
} from './graph'
export { geglu, gelu, leakyRelu, prelu, quickGelu, relu, silu } from './layers/activation'
export {
  add,
  addRows,
  cos,
  floatOf,
  matmul,
  mean,
  mul,
  plus,
  sigmoid,
  sin,
  softmax,
  sub,
  tanh,
  times,
} from './layers/arithmetic'
export { flashAttention, mergeHeads, splitHeads } from './layers/attention'
export { branch } from './layers/branch'
export { conv2d, conv2dWith, embedding, linear, linearWith } from './layers/linear'
export { groupNorm, layerNorm, layerNormOf } from './layers/norm'
export {
  channels,
  concat,
  enlarge,
  fromSequence,
  gather,
  isAny,
  lines,
  pick,
  pixelShuffle,
  pixelUnshuffle,
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
export { runBytes, type Sizes } from './run-bytes'
