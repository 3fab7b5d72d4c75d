import type { Workflow } from '@loom/protocol'
import { memoryHost } from './host'
import { runDocument } from './run'

type Nodes = Workflow['nodes']
type Node = Nodes[string]
export type Inputs = Node['inputs']
export const link = (node: string, output: string) => ({ from: [node, output] as [string, string] })
export const node = (type: string, inputs: Inputs): Node => ({ type, at: [0, 0], inputs })

/** Checkpoint, prompts and a 64×64 latent, for nodes that sample: `steps` below takes them. */
export function base(checkpoint = 'tiny-sd1', size: Inputs = {}) {
  const model = link('checkpoint', 'model')
  return {
    checkpoint: node('CheckpointLoader', { checkpoint }),
    positive: node('TextEncode', { model, text: 'a cat on a road' }),
    negative: node('TextEncode', { model }),
    empty: node('EmptyLatent', { width: 64, height: 64, ...size }),
  }
}

export const scheduler = (inputs: Inputs): Node =>
  node('Scheduler', { model: link('checkpoint', 'model'), steps: 6, sampler: 'ddim', spacing: 'normal', ...inputs })

export const steps = (inputs: Inputs): Node =>
  node('UNetStep', {
    model: link('checkpoint', 'model'),
    schedule: link('scheduler', 'schedule'),
    positive: link('positive', 'conditioning'),
    negative: link('negative', 'conditioning'),
    latent: link('empty', 'latent'),
    seed: 5,
    ...inputs,
  })

/** Runs the nodes and gives what `of` makes. */
export async function outcome<T>(nodes: Nodes, of: [node: string, output: string], host = memoryHost()): Promise<T> {
  const probed = { ...nodes, probe: node('Probe', { value: link(...of) }) }
  const run = await runDocument({ format: 'latent-loom/workflow', version: 1, name: 't', nodes: probed }, host)
  if (run.end.status !== 'done') throw new Error(run.end.error)
  return run.probed as T
}
