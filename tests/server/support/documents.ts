import type { Workflow, WorkflowNode } from '@loom/protocol'

type Nodes = Record<string, Pick<WorkflowNode, 'type'> & Partial<WorkflowNode>>

/** A document of some nodes. */
export function workflowOf(nodes: Nodes, name = 'test'): Workflow {
  const full = Object.entries(nodes).map(([id, node]) => [id, { inputs: {}, at: [0, 0], ...node }])
  return { format: 'latent-loom/workflow', version: 1, name, nodes: Object.fromEntries(full) }
}
export const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })

/** Steps with previews, then an image. */
export const picture = (seed: number, steps = 5) =>
  workflowOf({
    steps: { type: 'Steps', inputs: { steps, seed } },
    show: { type: 'Show', inputs: { number: from('steps', 'number') } },
  })
/** Goes on until it is cancelled. Another seed is another run, not one from the cache. */
export const endless = () => workflowOf({ wait: { type: 'Wait' } })
export const single = (type: string, inputs: WorkflowNode['inputs'] = {}) => workflowOf({ node: { type, inputs } })

/** `count` trivial nodes, one behind the other. */
export function chain(count: number): Workflow {
  const nodes: Nodes = { n0: { type: 'Add', inputs: { a: 0 } } }
  for (let i = 1; i < count; i++) nodes[`n${i}`] = { type: 'Add', inputs: { a: from(`n${i - 1}`, 'number') } }
  nodes.show = { type: 'Show', inputs: { number: from(`n${count - 1}`, 'number') } }
  return workflowOf(nodes)
}
