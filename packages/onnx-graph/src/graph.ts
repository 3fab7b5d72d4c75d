import { type Dim, sameShape, show } from './dim'

export type DataType = 'float32' | 'float16' | 'bfloat16' | 'float64' | 'int8' | 'uint8' | 'int32' | 'int64' | 'bool'

/** Something computed in the graph, with its shape. */
export type Value = {
  readonly name: string
  readonly shape: readonly Dim[]
  readonly type: DataType
  /** No value is below this, where that is known. */
  readonly atLeast?: number
}

/** Where a tensor's bytes lie: `length` bytes at `offset` of `file`. They are read when a session is made, not here. */
export type StoredTensor = {
  readonly file: string
  readonly offset: number
  readonly length: number
  readonly type: DataType
  readonly shape: readonly number[]
}

/**
 * A checkpoint's tensors by name; a `Map` is one. Who asks for a tensor says which shape it should have. Where there are
 * `terms`, each tensor is the sum of theirs.
 */
export type Weights = {
  get(name: string, shape?: readonly number[]): StoredTensor | undefined
  /** The tensor in 8 bits, where it is to be computed with so. */
  int8?(name: string): Int8Weight | undefined
  readonly terms?: readonly Term[]
}
export type Term = { readonly weights: Weights; readonly factor: number }

/**
 * A layer's weight in 8 bits: values [inputs,outputs], each to be multiplied by its output's `scale` [outputs]. The inputs
 * of a convolution are ordered [ky,kx,C].
 */
export type Int8Weight = { readonly values: StoredTensor; readonly scale: StoredTensor }

/** An ONNX attribute. A plain number is an integer; `float` marks the others. */
export type Attribute = number | string | readonly number[] | { readonly float: number } | Body
export const float = (value: number) => ({ float: value })

export type Node = {
  readonly name: string
  readonly op: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

export type Constant = {
  readonly name: string
  readonly type: 'float32' | 'int64' | 'uint8'
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/** A convolution's window: a square kernel, and padding [top, left, bottom, right]. */
export type Window = { readonly kernel: number; readonly stride: number; readonly pads: readonly number[] }

/** Changes linear layers and convolutions while they are built; the scope's path tells which one it is. */
export type Adapter = {
  /** The weight to compute with: [to,from] of a linear layer, [to,from,k,k] of a convolution. */
  weight(g: Scope, weight: Value): Value
  /** What to go on with, from the layer's input x and its output y; `window` is that of a convolution. */
  output(g: Scope, x: Value, y: Value, window?: Window): Value
}

/** Nodes that run or not as a whole. They see what is made outside of them, from outside only `outputs` are seen. */
export type Body = { readonly nodes: readonly Node[]; readonly outputs: readonly Value[] }
export const isBody = (attribute: Attribute): attribute is Body => typeof attribute === 'object' && 'nodes' in attribute

/** What has been built so far; `encodeModel` writes it down. */
export class Graph {
  nodes: Node[] = []
  readonly inputs: Value[] = []
  readonly outputs: Value[] = []
  readonly constants = new Map<string, Constant>()
  readonly stored = new Map<string, StoredTensor>()
  /** What inputs bring and nodes give, by name. */
  readonly values = new Map<string, Value>()
  /** Multiplications with their additions, two operations each; NaN once a size is only known to the runs. */
  flops = 0
  /** Values made once and used by many, such as a weight brought to float32. */
  shared = new Map<string, Value>()
  /** Counts nodes, those of bodies too, to name them apart. */
  made = 0

  constructor(
    readonly name: string,
    readonly weights: Weights,
    readonly adapter: Adapter | undefined,
  ) {}
}

/** A place in the graph under the name that the checkpoint gives it. */
export class Scope {
  private constructor(
    readonly graph: Graph,
    readonly path: string,
  ) {}

  static root(name: string, weights: Weights, adapter?: Adapter): Scope {
    return new Scope(new Graph(name, weights, adapter), '')
  }

  at(name: string): Scope {
    return new Scope(this.graph, this.join(name))
  }

  join(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`
  }

  fail(problem: string): never {
    throw new Error(`${this.path || this.graph.name}: ${problem}`)
  }

  input(name: string, type: DataType, shape: readonly Dim[]): Value {
    const value = { name, type, shape }
    this.graph.inputs.push(value)
    this.graph.values.set(name, value)
    return value
  }

  output(name: string, value: Value): void {
    if (this.graph.outputs.some((output) => output.name === name)) this.fail(`there is an output ${name} already`)
    this.graph.nodes.push({
      name: `output/${name}`,
      op: 'Identity',
      domain: '',
      inputs: [value.name],
      outputs: [name],
      attributes: {},
    })
    this.graph.outputs.push({ ...value, name })
    this.graph.values.set(name, { ...value, name })
  }

  /** The tensor `name` of the checkpoint as it is stored, e.g. in float16; a sum is in float32. */
  stored(name: string, shape: readonly number[]): Value {
    const path = this.join(name)
    const { weights } = this.graph
    if (!weights.terms) return this.storedIn(weights, path, path, shape)
    return this.once(`${path}:sum`, () => this.sum(weights.terms!, path, shape))
  }

  private sum(terms: readonly Term[], path: string, shape: readonly number[]): Value {
    const parts = terms.map(({ weights, factor }, i) =>
      this.node('Mul', [this.widened(this.storedIn(weights, path, `${path}@${i}`, shape)), this.constant(factor)], {
        shape,
      }),
    )
    return parts.reduce((all, part) => this.node('Add', [all, part], { shape }))
  }

  private storedIn(weights: Weights, path: string, name: string, shape: readonly number[]): Value {
    const stored = weights.get(path, shape)
    if (!stored) throw new Error(`${path}: the weights have no such tensor`)
    if (!sameShape(stored.shape, shape))
      throw new Error(`${path}: the weights have shape ${show(stored.shape)}, the config asks for ${show(shape)}`)
    return this.external(name, stored)
  }

  /** A tensor from any file, as it is stored. */
  external(name: string, stored: StoredTensor): Value {
    this.graph.stored.set(name, stored)
    return { name, shape: stored.shape, type: stored.type }
  }

  /** A stored tensor in float32. */
  widened(stored: Value): Value {
    if (stored.type === 'float32') return stored
    return this.once(`${stored.name}:float32`, () => this.cast(stored, 'float32'))
  }

  /** The tensor `name` of the checkpoint in float32. */
  weight(name: string, shape: readonly number[]): Value {
    return this.widened(this.stored(name, shape))
  }

  has(name: string): boolean {
    return this.graph.weights.get(this.join(name)) !== undefined
  }

  cast(value: Value, type: 'float32' | 'int64' | 'bool'): Value {
    return this.node('Cast', [value], { shape: value.shape, type }, { to: dataTypes[type] })
  }

  constant(values: number | readonly number[], type: Constant['type'] = 'float32', shape?: readonly number[]): Value {
    const list = typeof values === 'number' ? [values] : values
    const dims = shape ?? (typeof values === 'number' ? [] : [list.length])
    return this.once(`${type}${show(dims)}:${list.join()}`, () => {
      const name = `constant/${this.graph.constants.size}`
      this.graph.constants.set(name, { name, type, shape: dims, values: list })
      return { name, shape: dims, type }
    })
  }

  once(key: string, make: () => Value): Value {
    let value = this.graph.shared.get(key)
    if (!value) this.graph.shared.set(key, (value = make()))
    return value
  }

  node(
    op: string,
    inputs: readonly (Value | undefined)[],
    output: { readonly shape: readonly Dim[]; readonly type?: DataType },
    attributes: Node['attributes'] = {},
    domain: 'com.microsoft' | '' = '',
  ): Value {
    return this.nodes(op, inputs, [output], attributes, domain)[0]!
  }

  /** A node of several outputs. An undefined input is an optional one left out. */
  nodes(
    op: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly { readonly shape: readonly Dim[]; readonly type?: DataType }[],
    attributes: Node['attributes'] = {},
    domain: 'com.microsoft' | '' = '',
  ): Value[] {
    const name = `${this.join(op)}/${this.graph.made++}`
    const values = outputs.map(({ shape, type = 'float32' }, i) => ({
      name: outputs.length === 1 ? name : `${name}/${i}`,
      shape,
      type,
    }))
    for (const value of values) this.graph.values.set(value.name, value)
    this.graph.nodes.push({
      name,
      op,
      domain,
      inputs: inputs.map((input) => input?.name ?? ''),
      outputs: values.map((value) => value.name),
      attributes,
    })
    return values
  }

  /** What `make` builds, as a body apart. Its values are not shared with what is built later. */
  body(make: () => readonly Value[]): Body {
    const { nodes, shared } = this.graph
    this.graph.nodes = []
    this.graph.shared = new Map(shared)
    try {
      const outputs = make()
      return { nodes: this.graph.nodes, outputs }
    } finally {
      this.graph.nodes = nodes
      this.graph.shared = shared
    }
  }

  /** Notes the cost of a product: multiply-adds as the product of these sizes. */
  count(...sizes: readonly Dim[]): void {
    this.graph.flops += 2 * sizes.reduce<number>((all, size) => all * (typeof size === 'number' ? size : Number.NaN), 1)
  }
}

/** onnx.TensorProto.DataType */
export const dataTypes: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
}
