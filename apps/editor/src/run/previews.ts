import { useRun } from './run-store'

/** The newest picture of each node, as object URLs that are given back when the next one comes. */
const waiting = new Map<string, Blob>()
let _frame = 0

/** Shown at the next frame; of several in one frame only the last. */
export function showPreview(node: string, picture: Blob): void {
  waiting.set(node, picture)
  _frame ||= requestAnimationFrame(flush)
}

function flush(): void {
  _frame = 0
  const previews = { ...useRun.getState().previews }
  for (const [node, picture] of waiting) {
    release(previews[node])
    previews[node] = URL.createObjectURL(picture)
  }
  waiting.clear()
  useRun.setState({ previews })
}

export function clearPreviews(): void {
  waiting.clear()
  for (const url of Object.values(useRun.getState().previews)) release(url)
  useRun.setState({ previews: {} })
}

/** A picture on screen is still drawn from its URL until the next one has loaded. */
const release = (url: string | undefined) => url && setTimeout(() => URL.revokeObjectURL(url), 1_000)
