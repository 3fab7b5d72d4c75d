import { isLink, type Link, type Workflow } from '@loom/protocol'

export const linksOf = (workflow: Workflow, id: string): { input: string; link: Link }[] =>
  Object.entries(workflow.nodes[id]!.inputs).flatMap(([input, value]) =>
    isLink(value) ? [{ input, link: value }] : [],
  )

/** The nodes that are in the workflow and feed this one. */
export const needsOf = (workflow: Workflow, id: string): string[] =>
  linksOf(workflow, id)
    .map(({ link }) => link.from[0])
    .filter((need) => Object.hasOwn(workflow.nodes, need))

/**
 * The targets and all they need, every node after those it needs; or the nodes of a circle, in the wires' direction.
 * Depth first without recursion, so long chains do not overflow the stack.
 */
export function orderFor(workflow: Workflow, targets: readonly string[]): { order: string[] } | { circle: string[] } {
  const state = new Map<string, 'open' | 'done'>()
  const order: string[] = []
  const path: { id: string; waits: string[] }[] = []
  const enter = (id: string) => {
    state.set(id, 'open')
    path.push({ id, waits: needsOf(workflow, id).reverse() })
  }
  for (const target of targets) {
    if (!state.has(target)) enter(target)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const need = top.waits.pop()
      if (need === undefined) {
        state.set(top.id, 'done')
        order.push(top.id)
        path.pop()
      } else if (state.get(need) === 'open') {
        const ids = path.map(({ id }) => id)
        return { circle: [...ids.slice(ids.indexOf(need)), need].reverse() }
      } else if (!state.has(need)) enter(need)
    }
  }
  return { order }
}
