import type { RunChange } from '@loom/protocol'

const WIDTH = 24

/** The line a person sees while a run goes: the node at work and how far it is. */
export function progressText(node: string, done: number, total: number): string {
  const full = Math.round((done / total) * WIDTH)
  return `${node}  ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}  ${done}/${total}`
}

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>

/** Rewrites one line of a terminal; says nothing where there is none, so that logs stay readable. */
export const statusLine = (to: Terminal = process.stderr) => ({
  show: (text: string) => void (to.isTTY && to.write(`\r\x1b[K${text.slice(0, (to.columns ?? 80) - 1)}`)),
})

/** The same for a run. */
export function progressLine(to: Terminal = process.stderr) {
  const { show } = statusLine(to)
  return {
    tell(change: RunChange): void {
      if (change.type === 'node-started') show(change.node)
      if (change.type === 'progress') show(progressText(change.node, change.done, change.total))
    },
    clear: () => show(''),
  }
}
