import type { Workflow } from '@loom/protocol'
import { createCache, defineNode, executePlan, nodeLibrary, param, planRun, port } from '@loom/runtime'

const number = port<number>('number')
const library = nodeLibrary([
  defineNode({ type: 'One', version: 1, title: 'One', outputs: { value: number }, run: () => ({ value: 1 }) }),
  defineNode({
    type: 'Next',
    version: 1,
    title: 'Next',
    inputs: { value: number },
    params: { by: param.number({ default: 1, min: 0, max: 9 }) },
    outputs: { value: number },
    terminal: true,
    run: ({ value, by }) => ({ value: value + by }),
  }),
])

/** A chain of trivial nodes: milliseconds a node for planning and running, bytes of events in all. */
export async function trivialNodes(count: number): Promise<{ perNodeMs: number; eventBytes: number }> {
  const chain = Array.from({ length: count }, (_, i) => [
    `n${i}`,
    i === 0
      ? { type: 'One', inputs: {}, at: [0, 0] }
      : { type: 'Next', inputs: { value: { from: [`n${i - 1}`, 'value'] } }, at: [0, 0] },
  ])
  const workflow = {
    format: 'latent-loom/workflow',
    version: 1,
    name: 'chain',
    nodes: Object.fromEntries(chain),
  } as Workflow
  let eventBytes = 0
  const began = performance.now()
  const planned = planRun(workflow, library, { models: [] })
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  await executePlan(planned.plan, {
    host: { assets: undefined!, models: undefined!, device: 'cpu' },
    cache: createCache({ maxBytes: 1e8 }),
    signal: new AbortController().signal,
    emit: (change) => void (eventBytes += JSON.stringify(change).length),
  })
  return { perNodeMs: (performance.now() - began) / count, eventBytes }
}
