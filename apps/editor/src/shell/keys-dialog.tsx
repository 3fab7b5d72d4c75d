import { Kbd, Modal } from '@mantine/core'
import { bindings } from '../keymap'
import { setUi, useUi } from '../ui-store'

const mouse: readonly (readonly [string, string])[] = [
  ['Drag on empty canvas', 'Select a box'],
  ['Middle, right or Space + drag', 'Move the canvas'],
  ['Wheel', 'Zoom'],
  ['Double click on empty canvas', 'Add a node'],
  ['Alt while dragging', 'The other way of snapping'],
  ['Ctrl C, Ctrl X, Ctrl V', 'Copy, cut, paste'],
  ['Arrows, Shift + arrows', 'Move what is selected'],
]

/** `ctrl+shift+z` → `Ctrl Shift Z`; the plus key is called so. */
const pretty = (key: string) =>
  key
    .split(/(?<=.)\+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')

/** What every key and mouse button does, from the same list that the keys are looked up in. */
export function KeysDialog() {
  const open = useUi((state) => state.dialog === 'keys')
  return (
    <Modal opened={open} onClose={() => setUi({ dialog: null })} title="Keys" size="lg" centered>
      <dl className="keys">
        {bindings
          .filter(({ label }) => label)
          .map(({ keys, label }) => (
            <div key={label}>
              <dt>
                {keys.map((key) => (
                  <Kbd key={key}>{pretty(key)}</Kbd>
                ))}
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        {mouse.map(([gesture, label]) => (
          <div key={gesture}>
            <dt>{gesture}</dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
