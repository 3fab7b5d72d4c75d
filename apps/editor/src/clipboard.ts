import { paste, remove } from './actions'
import { canvas } from './canvas-api'
import type { Point } from './document/commands'
import { copyNodes, fragmentText, readFragment } from './document/fragment'
import { documentNow, selectionNow } from './graph-store'
import { isTyping } from './keymap'
import { openFile } from './library/files'
import { complain } from './notify'

const chosenText = () => fragmentText(copyNodes(documentNow(), selectionNow()))

/** From a menu, where the browser has no copy event of its own. */
export const copySelection = () =>
  navigator.clipboard
    ?.writeText(chosenText())
    .catch(() => complain('The browser did not allow copying', 'Press Ctrl+C instead.'))

export async function pasteFromClipboard(at: Point): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => undefined)
  if (text === undefined) complain('The browser did not allow pasting', 'Press Ctrl+V instead.')
  else pasteText(text, at)
}

function pasteText(text: string, at: Point | undefined): void {
  const nodes = readFragment(text)
  if (nodes) paste(nodes, at ? { at } : {})
}

/** Nodes go through the system's clipboard as text, so they also reach another tab or a file. Fields keep theirs. */
export function listenToClipboard(): () => void {
  const stop = new AbortController()
  const busy = (event: ClipboardEvent) =>
    isTyping(event.target) || document.querySelector('[role=dialog]') !== null || !window.getSelection()?.isCollapsed
  const take = (event: ClipboardEvent) => {
    if (busy(event) || selectionNow().size === 0) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', chosenText())
    if (event.type === 'cut') remove()
  }
  const give = (event: ClipboardEvent) => {
    if (busy(event)) return
    const file = event.clipboardData?.files[0]
    if (file) void openFile(file)
    else pasteText(event.clipboardData?.getData('text/plain') ?? '', canvas()?.pointer())
  }
  document.addEventListener('copy', take, { signal: stop.signal })
  document.addEventListener('cut', take, { signal: stop.signal })
  document.addEventListener('paste', give, { signal: stop.signal })
  return () => stop.abort()
}
