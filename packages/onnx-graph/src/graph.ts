import { type Dim, sameShape, show } from './dim'

export type DataType = 'float32' | 'float16' | 'bfloat16' | 'float64' | 'int8' | 'uint8' | 'int32' | 'int64' | 'bool'

/** What numbers are computed in. */
export type Float = 'float32' | 'float16'

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
export type Term = {
  readonly weights: Weights
  readonly factor: number
  /** Whether it may lack tensors, and adds nothing to them. */
  readonly partial?: boolean
}

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
  /** Of its first output. */
  readonly type: DataType
  readonly attributes: Readonly<Record<string, Attribute>>
}

export type Constant = {
  readonly name: string
  readonly type: 'float32' | 'int64' | 'uint8'
  readonly shape: readonly number[]
  readonly values: ArrayLike<number>
}

/** A convolution's window: a square kernel, and padding [top, left, bottom, right]. */
export type Window = { readonly kernel: number; readonly stride: number; readonly pads: readonly number[] }

/** Changes linear layers, convolutions and norms while they are built; the scope's path tells which one it is. */
export type Adapter = {
  /** The weight to compute with: [to,from] of a linear layer, [to,from,k,k] of a convolution, [C] of a norm. */
  weight(g: Scope, weight: Value): Value
  /** The bias [size] to compute with, in a type, also where a layer has none of its own. */
  bias(g: Scope, size: number, type: Float, bias?: Value): Value | undefined
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

  /** What is computed in float16 comes out in float32. */
  output(name: string, value: Value): void {
    if (this.graph.outputs.some((output) => output.name === name)) this.fail(`there is an output ${name} already`)
    const half = value.type === 'float16'
    this.graph.nodes.push({
      name: `output/${name}`,
      op: half ? 'Cast' : 'Identity',
      domain: '',
      inputs: [value.name],
      outputs: [name],
      type: half ? 'float32' : value.type,
      attributes: half ? { to: dataTypes.float32 } : {},
    })
    const given = { ...value, name, type: half ? 'float32' : value.type } as const
    this.graph.outputs.push(given)
    this.graph.values.set(name, given)
  }

  /** The tensor `name` of the checkpoint as it is stored, e.g. in float16; a sum is in float32. */
  stored(name: string, shape: readonly number[]): Value {
    const path = this.join(name)
    const { weights } = this.graph
    if (!weights.terms) return this.storedIn(weights, path, path, shape)
    return this.once(`${path}:sum`, () => this.sum(weights.terms!, path, shape))
  }

  private sum(terms: readonly Term[], path: string, shape: readonly number[]): Value {
    const parts = terms.flatMap(({ weights, factor, partial }, i) => {
      if (partial && !weights.get(path)) return []
      const part = this.cast(this.storedIn(weights, path, `${path}@${i}`, shape), 'float32')
      return [factor === 1 ? part : this.node('Mul', [part, this.constant(factor)], { shape })]
    })
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

  /** The tensor `name` of the checkpoint, in the type of what it is to meet. Cast to another, it is cast once, while loading. */
  weight(name: string, shape: readonly number[], type: Float = 'float32'): Value {
    return this.cast(this.stored(name, shape), type)
  }

  has(name: string): boolean {
    return this.graph.weights.get(this.join(name)) !== undefined
  }

  /** The value in another type, or itself where it is of that type. */
  cast(value: Value, type: Float | 'int64' | 'bool'): Value {
    if (value.type === type) return value
    return this.once(`${value.name}:${type}`, () =>
      this.node('Cast', [value], { ...value, type }, { to: dataTypes[type] }),
    )
  }

  constant(
    values: number | readonly number[],
    type: Constant['type'] | 'float16' = 'float32',
    shape?: readonly number[],
  ): Value {
    if (type === 'float16') return this.cast(this.constant(values, 'float32', shape), type)
    const list = typeof values === 'number' ? [values] : values
    const dims = shape ?? (typeof values === 'number' ? [] : [list.length])
    return this.once(`${type}${show(dims)}:${list.join()}`, () => {
      const name = `constant/${this.graph.constants.size}`
      this.graph.constants.set(name, { name, type, shape: dims, values: list })
      return { name, shape: dims, type }
    })
  }

  /** Many numbers that no file holds, under a name of their own. */
  computed(name: string, values: Float32Array, shape: readonly number[]): Value {
    this.graph.constants.set(name, { name, type: 'float32', shape, values })
    return { name, shape, type: 'float32' }
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

  /** A node of several outputs, of its first input's type where nothing else is said. An undefined input is an optional one left out. */
  nodes(
    op: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly { readonly shape: readonly Dim[]; readonly type?: DataType }[],
    attributes: Node['attributes'] = {},
    domain: 'com.microsoft' | '' = '',
  ): Value[] {
    const name = `${this.join(op)}/${this.graph.made++}`
    const values = outputs.map(({ shape, type = inputs[0]?.type ?? 'float32' }, i) => ({
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
      type: values[0]!.type,
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
