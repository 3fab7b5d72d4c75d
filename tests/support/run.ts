import { library } from '@loom/nodes'
import type { RunChange, Workflow } from '@loom/protocol'
import {
  createCache,
  defineNode,
  executePlan,
  type NodeDefinition,
  nodeLibrary,
  type Picture,
  planRun,
  port,
} from '@loom/runtime'
import { memoryHost } from './host'

/** Keeps what comes in, so that a test can look at what a document cannot hold. */
function probe(kept: Map<string, unknown>): NodeDefinition {
  return defineNode({
    type: 'Probe',
    version: 1,
    title: 'Probe',
    inputs: { value: port<unknown>('*') },
    terminal: true,
    run({ value }) {
      kept.set('value', value)
      return {}
    },
  })
}

/**
 * Runs a document in this process. Nodes of type `Probe` give back what they get; `observe` has somebody look on; previews are
 * put into `previews`, else none is made.
 */
export async function runDocument(
  workflow: Workflow,
  host = memoryHost(),
  observe = false,
  previews?: (Picture | undefined)[],
) {
  const kept = new Map<string, unknown>()
  const planned = planRun(workflow, nodeLibrary([...library.values(), probe(kept)]), {
    models: host.models.listed(),
  })
  if (!planned.ok) throw new Error(planned.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  const told: RunChange[] = []
  const end = await executePlan(planned.plan, {
    host,
    cache: createCache({ maxBytes: 1e8 }),
    signal: new AbortController().signal,
    observe,
    emit: (change) => told.push(change),
    ...(previews && { preview: async (_node, _done, _total, preview) => void previews.push(await preview()) }),
  })
  return { end, told, images: [...host.images.values()], probed: kept.get('value') }
}
