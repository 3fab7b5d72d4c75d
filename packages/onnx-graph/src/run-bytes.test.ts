import { expect, it } from 'vitest'
import { sizeIn } from './dim'
import * as nn from './index'

const begin = () => nn.Scope.root('test', new Map())

it('counts what is alive at a time: values die with the last that reads them', () => {
  const g = begin()
  const x = g.input('x', 'float32', ['n', 256])
  const a = nn.sin(g, x)
  const b = nn.cos(g, a) // a and b, then b and c, …
  const c = nn.sin(g, b)
  g.output('y', nn.sin(g, c))
  expect(nn.runBytes(g.graph)({ n: 1024 })).toBe(2 * 2 ** 20)
})

it('keeps what is read again later', () => {
  const g = begin()
  const x = g.input('x', 'float32', ['n', 256])
  const a = nn.sin(g, x)
  g.output('y', nn.add(g, nn.sin(g, nn.cos(g, nn.sin(g, a))), a))
  expect(nn.runBytes(g.graph)({ n: 1024 })).toBe(3 * 2 ** 20)
})

it('another shape of the same values takes nothing, nor does what only constants make', () => {
  const g = begin()
  const x = g.input('x', 'float32', ['n', 256])
  const a = nn.reshape(g, nn.sin(g, x), ['n', 16, 16])
  nn.sin(g, g.constant(Array(1000).fill(1)))
  g.output('y', nn.reshape(g, a, ['n', 256]))
  expect(nn.runBytes(g.graph)({ n: 1024 })).toBe(2 ** 20)
})

it('takes the larger of two bodies of which a run computes one', () => {
  const g = begin()
  const x = g.input('x', 'float32', ['n', 256])
  const rows = g.input('rows', 'int32', ['k'])
  const many = () => [nn.sin(g, nn.gather(g, x, rows))]
  const [y] = nn.branch(g, g.input('changed', 'bool', []), many, () => [nn.sin(g, x)])
  g.output('y', y!)
  const bytes = nn.runBytes(g.graph)
  expect(bytes({ n: 1024, k: 0 })).toBe(2 ** 20)
  expect(bytes({ n: 1024, k: 4096 })).toBe(8 * 2 ** 20)
})

it.each([
  ['h', 9],
  ['h/2', 5],
  ['2·h', 18],
  ['4·h·w', 252],
  ['h/2·w/2', 20],
  ['h+2', 11],
  ['B+K', 3],
  ['E-J', 6],
])('reads the size %s', (dim, size) => expect(sizeIn({ h: 9, w: 7, B: 2, 'E-J': 6 }, dim)).toBe(size))
