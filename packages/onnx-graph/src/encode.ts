import protobuf from 'protobufjs/light.js'
import type { Dim } from './dim'
import {
  type Attribute,
  type Body,
  type Constant,
  dataTypes,
  type Graph,
  type Node,
  type Scope,
  type Value,
} from './graph'

// The part of onnx.proto that is written here; https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto
const messages: Record<string, Record<string, [id: number, type: string, rule?: 'repeated']>> = {
  ModelProto: {
    ir_version: [1, 'int64'],
    producer_name: [2, 'string'],
    graph: [7, 'GraphProto'],
    opset_import: [8, 'OperatorSetIdProto', 'repeated'],
  },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  GraphProto: {
    node: [1, 'NodeProto', 'repeated'],
    name: [2, 'string'],
    initializer: [5, 'TensorProto', 'repeated'],
    input: [11, 'ValueInfoProto', 'repeated'],
    output: [12, 'ValueInfoProto', 'repeated'],
  },
  NodeProto: {
    input: [1, 'string', 'repeated'],
    output: [2, 'string', 'repeated'],
    name: [3, 'string'],
    op_type: [4, 'string'],
    attribute: [5, 'AttributeProto', 'repeated'],
    domain: [7, 'string'],
  },
  AttributeProto: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    g: [6, 'GraphProto'],
    ints: [8, 'int64', 'repeated'],
    type: [20, 'int32'],
  },
  TensorProto: {
    dims: [1, 'int64', 'repeated'],
    data_type: [2, 'int32'],
    name: [8, 'string'],
    raw_data: [9, 'bytes'],
    external_data: [13, 'StringStringEntryProto', 'repeated'],
    data_location: [14, 'int32'],
  },
  StringStringEntryProto: { key: [1, 'string'], value: [2, 'string'] },
  ValueInfoProto: { name: [1, 'string'], type: [2, 'TypeProto'] },
  TypeProto: { tensor_type: [1, 'TensorTypeProto'] },
  TensorTypeProto: { elem_type: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  TensorShapeProto: { dim: [1, 'DimensionProto', 'repeated'] },
  DimensionProto: { dim_value: [1, 'int64'], dim_param: [2, 'string'] },
}

const root = new protobuf.Root()
for (const [name, fields] of Object.entries(messages)) {
  const message = new protobuf.Type(name)
  for (const [field, [id, type, rule]] of Object.entries(fields)) {
    message.add(new protobuf.Field(field, id, type, rule, undefined, { packed: false }))
  }
  root.add(message)
}
/** The message that a model file is; its decoder is what tests read graphs back with. */
export const ModelProto = root.resolveAll().lookupType('ModelProto')

const attributeTypes = { f: 1, i: 2, s: 3, g: 5, ints: 7 } // AttributeProto.AttributeType
const external = 1 // TensorProto.DataLocation

/** The graph that `scope` belongs to as the bytes of an ONNX model. Large tensors stay where they are: `locate` says how the model names a file. */
export function encodeModel(scope: Scope, locate: (file: string) => string = (file) => file): Uint8Array {
  const { graph } = scope
  return ModelProto.encode({
    ir_version: 10,
    producer_name: 'latent-loom',
    opset_import: [
      { domain: '', version: 21 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: graph.name,
      node: graph.nodes.map(encodeNode),
      initializer: [...[...graph.constants.values()].map(encodeConstant), ...encodeStored(graph, locate)],
      input: graph.inputs.map(encodeValue),
      output: graph.outputs.map(encodeValue),
    },
  }).finish()
}

const encodeNode = ({ name, op, domain, inputs, outputs, attributes }: Node): object => ({
  name,
  op_type: op,
  domain,
  input: inputs,
  output: outputs,
  attribute: Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value)),
})

function encodeAttribute(name: string, value: Attribute) {
  if (typeof value === 'number') return { name, type: attributeTypes.i, i: value }
  if (typeof value === 'string') return { name, type: attributeTypes.s, s: new TextEncoder().encode(value) }
  if ('nodes' in value) return { name, type: attributeTypes.g, g: encodeBody(name, value) }
  if ('float' in value) return { name, type: attributeTypes.f, f: value.float }
  return { name, type: attributeTypes.ints, ints: value }
}

const encodeBody = (name: string, { nodes, outputs }: Body) => ({
  name,
  node: nodes.map(encodeNode),
  output: outputs.map(encodeValue),
})

const numbers: Record<Constant['type'], (values: ArrayLike<number>) => { readonly buffer: ArrayBuffer }> = {
  float32: (values) => Float32Array.from(values),
  int64: (values) => BigInt64Array.from(values, (value) => BigInt(value)),
  uint8: (values) => Uint8Array.from(values),
}

function encodeConstant({ name, type, shape, values }: Constant) {
  return { name, dims: shape, data_type: dataTypes[type], raw_data: new Uint8Array(numbers[type](values).buffer) }
}

const encodeStored = (graph: Graph, locate: (file: string) => string) =>
  [...graph.stored].map(([name, { file, offset, length, type, shape }]) => ({
    name,
    dims: shape,
    data_type: dataTypes[type],
    data_location: external,
    external_data: [
      { key: 'location', value: locate(file) },
      { key: 'offset', value: `${offset}` },
      { key: 'length', value: `${length}` },
    ],
  }))

const encodeValue = ({ name, type, shape }: Value) => ({
  name,
  type: { tensor_type: { elem_type: dataTypes[type], shape: { dim: shape.map(encodeDim) } } },
})

const encodeDim = (dim: Dim) => (typeof dim === 'number' ? { dim_value: dim } : { dim_param: dim })
