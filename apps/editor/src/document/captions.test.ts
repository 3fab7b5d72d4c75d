import { expect, it } from 'vitest'
import { captionsOf } from './captions'

const captions = (...names: string[]) => captionsOf(names.map((name) => ({ name })))

it('pictures are told apart by their names, unless these only count', () => {
  expect(captions('a.png', 'rat.png', 'cat#2.png')).toEqual(['a', 'rat', 'cat#2'])
  expect(captions('picture-1.png', 'picture-2.png')).toBeUndefined()
  expect(captions('rat.png')).toBeUndefined()
})
