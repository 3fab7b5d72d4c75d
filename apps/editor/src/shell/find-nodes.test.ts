import { expect, it } from 'vitest'
import { encode, loader, sampler, specs } from '../document/samples'
import { byCategory, findNodes } from './find-nodes'

const find = (search: string) => findNodes(specs.values(), search).map(({ type }) => type)

it('finds by title, keyword and type, a title first', () => {
  expect(find('encode')).toEqual(['Encode'])
  expect(find('prompt')).toEqual(['Encode'])
  expect(find('SAMP')).toEqual(['Sampler'])
  expect(find('text enc')).toEqual(['Encode'])
  expect(find('(')).toEqual([])
  expect(find('')).toHaveLength(3)
})

it('keeps categories in the order of their first node', () => {
  const other = { ...loader, category: 'Other' }
  expect(byCategory([encode, other, sampler]).map(([name, nodes]) => [name, nodes.length])).toEqual([
    ['Test', 2],
    ['Other', 1],
  ])
})
