import { Drag } from 'rete-area-plugin'

let space = false
const isSpace = (event: KeyboardEvent) => event.code === 'Space'
window.addEventListener('keydown', (event) => {
  if (isSpace(event)) space = true
})
window.addEventListener('keyup', (event) => {
  if (isSpace(event)) space = false
})
window.addEventListener('blur', () => {
  space = false
})

/** Space held turns the left button into a hand. */
export const handHeld = () => space

/** Middle or right button, Space with left, or a finger move the canvas; the left button alone draws a selection box. */
export const paneDrag = () =>
  new Drag({
    down: (event) =>
      event.pointerType === 'touch' || event.button === 1 || event.button === 2 || (event.button === 0 && space),
    move: () => true,
  })
