import type { Workflow } from '@loom/protocol'

/** Whether two states of a document ask for the same pictures: places, titles, groups and notes may differ. */
export function samePictures(one: Workflow, other: Workflow): boolean {
  const ids = Object.keys(one.nodes)
  if (ids.length !== Object.keys(other.nodes).length) return false
  return ids.every((id) => {
    const [a, b] = [one.nodes[id]!, other.nodes[id]]
    return b !== undefined && a.type === b.type && a.inputs === b.inputs && a.mode === b.mode
  })
}
