/** What a binding calls the keys that are down: `ctrl+shift+z`. On a Mac Ctrl is also ⌘. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.toLowerCase()
  const shift = event.shiftKey && (key.length > 1 || event.ctrlKey || event.metaKey || /[a-z?]/.test(key))
  return [(event.ctrlKey || event.metaKey) && 'ctrl', shift && 'shift', event.altKey && 'alt', key]
    .filter(Boolean)
    .join('+')
}
