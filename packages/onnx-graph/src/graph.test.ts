import { describe, expect, it } from 'vitest'
import * as nn from './index'

const tensor = (shape: number[], type: nn.DataType = 'float32'): nn.StoredTensor => {
  const bytes = type === 'float32' ? 4 : 2
  return { file: '/models/a.safetensors', offset: 1000, length: bytes * shape.reduce((a, b) => a * b, 1), type, shape }
}
const build = (tensors: Record<string, nn.StoredTensor> = {}) => nn.Scope.root('test', new Map(Object.entries(tensors)))

/** The graph of an encoded model, read back. */
function written(g: nn.Scope) {
  const model = nn.ModelProto.toObject(nn.ModelProto.decode(nn.encodeModel(g)), { longs: Number, arrays: true })
  return model.graph as { node: Record<string, unknown>[]; initializer: Record<string, unknown>[]; input: unknown[] }
}

describe('Scope', () => {
  it('asks for weights by the names of the checkpoint', () => {
    const g = build({
      'down.0.conv.weight': tensor([8, 4, 3, 3]),
      'down.0.conv.bias': tensor([8]),
    })
    const x = g.input('x', 'float32', ['B', 4, 'h', 'w'])
    const y = nn.conv2d(g.at('down.0').at('conv'), x, 8, 3)
    expect(y.shape).toEqual(['B', 8, 'h', 'w'])
    expect(written(g).initializer.map(({ name }) => name)).toEqual(['down.0.conv.weight', 'down.0.conv.bias'])
  })

  it('names the tensor that is missing or has another shape', () => {
    const g = build({ 'to_q.weight': tensor([8, 6]) })
    const x = g.input('x', 'float32', [1, 4, 8])
    expect(() => nn.linear(g.at('to_q'), x, 8)).toThrow(
      'to_q.weight: the weights have shape [8,6], the config asks for [8,8]',
    )
    expect(() => nn.linear(g.at('to_k'), x, 8)).toThrow('to_k.weight: the weights have no such tensor')
  })

  it('points at half-precision weights and widens each once', () => {
    const g = build({ 'a.weight': tensor([8, 8], 'float16') })
    const x = g.input('x', 'float32', [1, 4, 8])
    for (let i = 0; i < 2; i++) nn.linear(g.at('a'), x, 8, { bias: false })
    const { node, initializer } = written(g)
    expect(node.filter(({ op_type }) => op_type === 'Cast')).toHaveLength(1)
    expect(initializer[0]).toMatchObject({
      dims: [8, 8],
      data_type: 10,
      data_location: 1,
      external_data: [
        { key: 'location', value: '/models/a.safetensors' },
        { key: 'offset', value: '1000' },
        { key: 'length', value: '128' },
      ],
    })
  })

  it('computes in the type of its inputs, on weights of that type as they lie, and gives out float32', () => {
    const g = build({ 'a.weight': tensor([8, 8], 'float16'), 'b.weight': tensor([8, 8], 'bfloat16') })
    const x = g.cast(g.input('x', 'float32', [1, 4, 8]), 'float16')
    const y = nn.softmax(g, nn.linear(g.at('b'), nn.linear(g.at('a'), x, 8, { bias: false }), 8, { bias: false }))
    expect(y.type).toBe('float16')
    g.output('y', y)
    const types = g.graph.nodes.map(({ op, type }) => [op, type])
    expect(types).toEqual([
      ['Cast', 'float16'], // x
      ['FusedMatMul', 'float16'],
      ['Cast', 'float16'], // b.weight
      ['FusedMatMul', 'float16'],
      ['Cast', 'float32'],
      ['Softmax', 'float32'],
      ['Cast', 'float16'],
      ['Cast', 'float32'], // y
    ])
    expect(g.graph.outputs[0]).toMatchObject({ name: 'y', type: 'float32' })
    expect(() => nn.add(g, y, g.input('z', 'float32', [1, 4, 8]))).toThrow('Add: float16 and float32 do not fit')
  })

  it('writes a branch as two bodies that see what is outside of them', () => {
    const g = build()
    const [x, flag] = [g.input('x', 'float32', ['B', 4]), g.input('flag', 'bool', [1])]
    const half = nn.times(g, x, 0.5)
    const [y] = nn.branch(
      g,
      flag,
      () => [nn.add(g, half, nn.times(g, x, 3))],
      () => [nn.sin(g, half)],
    )
    g.output('y', nn.times(g, y!, 3))
    expect(y!.shape).toEqual(['B', 4])
    const { node, initializer } = written(g)
    expect(node.map(({ op_type }) => op_type)).toEqual(['Mul', 'If', 'Mul', 'Identity'])
    type Body = {
      name: string
      g: { node: { op_type: string; input: string[]; name: string }[]; output: { name: string }[] }
    }
    const bodies = node[1]!.attribute as Body[]
    expect(bodies.map(({ name, g: { node } }) => [name, node.map(({ op_type }) => op_type)])).toEqual([
      ['then_branch', ['Mul', 'Add']],
      ['else_branch', ['Sin']],
    ])
    for (const { g: body } of bodies) expect(body.output[0]!.name).toBe(body.node.at(-1)!.name)
    expect(bodies[1]!.g.node[0]!.input).toEqual([half.name])
    expect(new Set([...node, ...bodies.flatMap(({ g }) => g.node)].map(({ name }) => name)).size).toBe(7)
    expect(initializer.map(({ dims }) => dims)).toContainEqual([])
  })

  it('keeps one copy of a constant', () => {
    const g = build()
    const x = g.input('x', 'float32', [4])
    nn.times(g, nn.times(g, x, 0.5), 0.5)
    expect(written(g).initializer).toHaveLength(1)
  })

  it('refuses two outputs of one name', () => {
    const g = build()
    const x = g.input('x', 'float32', [4])
    g.output('y', x)
    expect(() => g.output('y', x)).toThrow('test: there is an output y already')
  })

  it('writes sizes that runs choose by name', () => {
    const g = build()
    g.input('x', 'float32', ['B', 4])
    expect(written(g).input[0]).toEqual({
      name: 'x',
      type: { tensor_type: { elem_type: 1, shape: { dim: [{ dim_param: 'B' }, { dim_value: 4 }] } } },
    })
  })

  it('counts two operations for each multiplication and addition', () => {
    const g = build({ weight: tensor([8, 4]) })
    nn.linear(g, g.input('x', 'float32', [2, 10, 4]), 8, { bias: false })
    expect(g.graph.flops).toBe(2 * 2 * 10 * 4 * 8)
  })
})

describe('shapes', () => {
  it('fail while building and name the layer', () => {
    const g = build()
    const x = g.input('x', 'float32', [1, 100, 8, 8])
    const at = g.at('mid_block.resnets.0')
    expect(() => nn.groupNorm(at.at('norm1'), x, 32)).toThrow(
      'mid_block.resnets.0.norm1: 100 channels do not split into 32 groups',
    )
    expect(() => nn.add(at, x, g.input('y', 'float32', [1, 100, 8, 4]))).toThrow(
      'mid_block.resnets.0: Add: shapes [1,100,8,8] and [1,100,8,4] do not fit',
    )
    expect(() => nn.splitHeads(at, g.input('z', 'float32', [1, 64, 100]), 8)).toThrow(
      'mid_block.resnets.0: 100 channels do not split into 8 heads',
    )
    expect(() => nn.reshape(at, x, [1, 100, 65])).toThrow('[1,100,8,8] does not reshape to [1,100,65]')
    expect(() => nn.concat(at, [x, g.input('u', 'float32', [1, 4, 4, 8])], 1)).toThrow('do not join along axis 1')
    expect(() => nn.matmul(at, x, g.input('v', 'float32', [9, 2]))).toThrow('MatMul: shapes [1,100,8,8] and [9,2]')
  })

  it('keep the names of open sizes through places, heads and back', () => {
    const g = build()
    const x = g.input('x', 'float32', ['B', 12, 'h', 'w'])
    const rows = nn.toSequence(g, x)
    expect(rows.shape).toEqual(['B', 'h·w', 12])
    expect(nn.splitHeads(g, rows, 3).shape).toEqual(['B', 3, 'h·w', 4])
    expect(nn.mergeHeads(g, nn.splitHeads(g, rows, 3)).shape).toEqual(['B', 'h·w', 12])
    expect(nn.fromSequence(g, rows, x).shape).toEqual(x.shape)
  })

  it('go from channels to pixels and back by name', () => {
    const g = build()
    const x = g.input('x', 'float32', ['B', 3, 'h', 'w'])
    const squares = nn.pixelUnshuffle(g, x, 2)
    expect(squares.shape).toEqual(['B', 12, 'h/2', 'w/2'])
    expect(nn.pixelShuffle(g, squares, 2).shape).toEqual(x.shape)
    expect(nn.enlarge(g, x, 3).shape).toEqual(['B', 3, '3·h', '3·w'])
    expect(() => nn.pixelShuffle(g.at('last'), x, 2)).toThrow('last: 3 channels do not make pixels of 2×2')
  })

  it('double by name what was halved by name', () => {
    const g = build({ weight: tensor([4, 4, 3, 3]), bias: tensor([4]) })
    const x = g.input('x', 'float32', [1, 4, 'h', 'w'])
    const half = nn.conv2d(g, x, 4, 3, { stride: 2 })
    expect(half.shape).toEqual([1, 4, 'h/2', 'w/2'])
    expect(nn.upsample(g, half).shape).toEqual(x.shape)
    expect(nn.upsample(g, half, x).shape).toEqual(x.shape)
    expect(nn.upsample(g, nn.upsample(g, x)).shape).toEqual([1, 4, '4·h', '4·w'])
  })

  it('round up when an odd size is halved', () => {
    const g = build({ weight: tensor([4, 4, 3, 3]), bias: tensor([4]) })
    const x = g.input('x', 'float32', [1, 4, 5, 8])
    expect(nn.conv2d(g, x, 4, 3, { stride: 2 }).shape).toEqual([1, 4, 3, 4])
  })
})
