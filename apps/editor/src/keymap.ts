import * as actions from './actions'
import { letGoOfWords } from './attention/look-store'
import { canvas } from './canvas-api'
import { redoChange, select, selectionNow, undoChange } from './graph-store'
import { keyName } from './key-name'
import { saveCopy, saveDocument } from './library/save'
import { cancelRun, startRun } from './run/run-control'
import { useSettings } from './settings'
import { setUi, uiNow } from './ui-store'

export type Binding = {
  /** As `event.key` in lower case, with Ctrl+, Shift+, Alt+ before it; on a Mac Ctrl is also ⌘. */
  readonly keys: readonly string[]
  readonly label: string
  readonly run: () => unknown
  /** Works while a field has the focus. */
  readonly everywhere?: boolean
}

const step = (far: boolean) => (far ? 40 : useSettings.getState().snap ? 8 : 4)
const nudges = (
  [
    ['arrowleft', -1, 0],
    ['arrowright', 1, 0],
    ['arrowup', 0, -1],
    ['arrowdown', 0, 1],
  ] as const
).flatMap(([key, dx, dy]): Binding[] => [
  { keys: [key], label: '', run: () => actions.nudge(dx * step(false), dy * step(false)) },
  { keys: [`shift+${key}`], label: '', run: () => actions.nudge(dx * step(true), dy * step(true)) },
  { keys: [`alt+${key}`], label: '', run: () => actions.selectNearest(dx, dy) },
])

const addHere = () => {
  const at = canvas()?.pointer() ?? [0, 0]
  setUi({ quickAdd: { screen: [window.innerWidth / 2 - 160, 140], at } })
}

const wireSelected = () => {
  const [node] = selectionNow()
  if (node) setUi({ quickWire: { screen: [window.innerWidth / 2 - 160, 140], node } })
}

const letGo = () => {
  if (canvas()?.cancelWire() || letGoOfWords()) return
  select([])
}

/** Every key of the canvas and what it does; the help dialog shows this list. Copy, cut and paste are the browser's own. */
export const bindings: readonly Binding[] = [
  { keys: ['ctrl+enter'], label: 'Run', run: () => startRun(), everywhere: true },
  { keys: ['ctrl+alt+enter'], label: 'Cancel the run', run: cancelRun, everywhere: true },
  { keys: ['ctrl+s'], label: 'Save', run: saveDocument, everywhere: true },
  { keys: ['ctrl+shift+s'], label: 'Save a copy', run: saveCopy, everywhere: true },
  { keys: ['ctrl+o'], label: 'Open', run: () => setUi({ dialog: 'open' }), everywhere: true },
  { keys: ['tab', '/', 'shift+a'], label: 'Add a node', run: addHere },
  { keys: ['ctrl+z'], label: 'Undo', run: undoChange },
  { keys: ['ctrl+shift+z', 'ctrl+y'], label: 'Redo', run: redoChange },
  { keys: ['ctrl+d'], label: 'Duplicate', run: actions.duplicate },
  { keys: ['delete', 'backspace'], label: 'Delete', run: actions.remove },
  { keys: ['ctrl+a'], label: 'Select all', run: actions.selectAll },
  { keys: ['escape'], label: 'Let go: of the wire, words, the selection', run: letGo },
  { keys: ['['], label: 'Select what feeds it', run: () => actions.grow('up') },
  { keys: [']'], label: 'Select what it feeds', run: () => actions.grow('down') },
  { keys: ['w'], label: 'Wire a socket of what is selected', run: wireSelected },
  { keys: ['m'], label: 'Mute', run: () => actions.toggleMode('muted') },
  { keys: ['b'], label: 'Bypass', run: () => actions.toggleMode('bypassed') },
  { keys: ['c'], label: 'Collapse', run: actions.toggleCollapsed },
  { keys: ['ctrl+g'], label: 'Group', run: actions.group },
  { keys: ['n'], label: 'Add a note', run: () => actions.addNote(canvas()?.pointer()) },
  { keys: ['f', '.'], label: 'Fit what is selected, or all', run: () => fitSelection() },
  { keys: ['+', '='], label: 'Zoom in', run: () => canvas()?.zoomBy(1.25) },
  { keys: ['-'], label: 'Zoom out', run: () => canvas()?.zoomBy(0.8) },
  { keys: ['shift+l'], label: 'Arrange in columns', run: actions.arrange },
  { keys: ['g'], label: 'Gallery of runs', run: () => setUi({ gallery: !uiNow().gallery }) },
  { keys: ['p'], label: 'Node palette', run: () => setUi({ palette: !uiNow().palette }) },
  { keys: ['?', 'shift+?'], label: 'This list', run: () => setUi({ dialog: 'keys' }) },
  ...nudges,
]

export const fitSelection = () => canvas()?.fit(selectionNow().size > 0 ? selectionNow() : undefined)

const byKey = new Map(bindings.flatMap((binding) => binding.keys.map((key) => [key, binding] as const)))

/** The one listener for keys. Fields keep theirs; an open dialog keeps all. */
export function dispatchKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const binding = byKey.get(keyName(event))
  if (!binding || blocked(event, binding)) return
  if (event.key === 'Tab' && !onCanvas()) return
  event.preventDefault()
  binding.run()
}

const typing = 'input:not([type=checkbox], [type=range], [type=file]), textarea, select, [contenteditable]'

function blocked({ target }: KeyboardEvent, { everywhere }: Binding): boolean {
  if (document.querySelector('[role=dialog]')) return true
  return !everywhere && target instanceof Element && target.closest(typing) !== null
}

/** Tab walks through buttons and fields as ever; it adds a node only when none of them has the focus. */
const onCanvas = () => document.activeElement === document.body

/** Copy, cut and paste of the whole page ask this first: in a field, or with text selected, they are the browser's. */
export const isTyping = (target: EventTarget | null) => target instanceof Element && target.closest(typing) !== null
