import { expect, it } from 'vitest'
import { freshId, idFor } from './ids'

it('makes ids that people can read', () => {
  const none = new Set<string>()
  expect(idFor('TextEncode', none)).toBe('textEncode')
  expect(idFor('VAEDecode', none)).toBe('vaeDecode')
  expect(idFor('UNetStep', none)).toBe('uNetStep')
  expect(idFor('3D!', none)).toBe('d')
})

it('counts on when an id is taken, without piling up numbers', () => {
  expect(freshId('prompt', new Set(['prompt', 'prompt-2']))).toBe('prompt-3')
  expect(freshId('prompt-2', new Set(['prompt', 'prompt-2']))).toBe('prompt-3')
})
