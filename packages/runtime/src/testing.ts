import type { RunChange, Workflow, WorkflowNode } from '@loom/protocol'
import { type Cache, createCache, executePlan, type NodeDefinition, nodeLibrary, planRun, type RunEnd } from './index'

/** A document of some nodes, for tests. */
export function workflowOf(nodes: Record<string, Partial<WorkflowNode> & { type: string }>): Workflow {
  const full = Object.entries(nodes).map(([id, node]) => [id, { inputs: {}, at: [0, 0], ...node }])
  return { format: 'latent-loom/workflow', version: 1, name: 'test', nodes: Object.fromEntries(full) }
}

export const link = (node: string, output: string) => ({ from: [node, output] as [string, string] })

const noHost = {
  assets: { read: () => Promise.reject(new Error('no assets')), write: () => Promise.reject(new Error('no assets')) },
  models: { listed: () => [], locate: () => '' },
  device: 'cpu',
}

/** Plans and runs a document, gives its end and what it told. */
export async function runToEnd(
  definitions: readonly NodeDefinition[],
  workflow: Workflow,
  options: { cache?: Cache; signal?: AbortSignal; onChange?: (change: RunChange) => void } = {},
): Promise<RunEnd & { told: RunChange[] }> {
  const planned = planRun(workflow, nodeLibrary(definitions), { models: [] })
  if (!planned.ok) throw new Error(planned.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  const told: RunChange[] = []
  const end = await executePlan(planned.plan, {
    host: noHost,
    cache: options.cache ?? createCache({ maxBytes: 1e6 }),
    signal: options.signal ?? new AbortController().signal,
    emit(change) {
      told.push(change)
      options.onChange?.(change)
    },
  })
  return { ...end, told }
}
