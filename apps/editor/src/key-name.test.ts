import { expect, it } from 'vitest'
import { keyName } from './key-name'

const pressed = (key: string, more: object = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

it('names keys alike on every system', () => {
  expect(pressed('Enter', { ctrlKey: true })).toBe('ctrl+enter')
  expect(pressed('Z', { metaKey: true, shiftKey: true })).toBe('ctrl+shift+z')
  expect(pressed('ArrowLeft', { altKey: true })).toBe('alt+arrowleft')
  expect(pressed('Delete')).toBe('delete')
})

it('counts Shift only where it is not already in the sign', () => {
  expect(pressed('/')).toBe('/')
  expect(pressed('+', { shiftKey: true })).toBe('+')
  expect(pressed('?', { shiftKey: true })).toBe('shift+?')
  expect(pressed('A', { shiftKey: true })).toBe('shift+a')
})
