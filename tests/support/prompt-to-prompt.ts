import type { Literal, Workflow } from '@loom/protocol'
import type { Tensor } from '@loom/tensor'
import { memoryHost } from './host'
import { runDocument } from './run'

export type Inputs = Record<string, Literal>
type Options = {
  checkpoint?: string
  source: string
  edits: readonly Inputs[]
  type?: string
  steps?: Inputs
  scheduler?: Inputs
  size?: Inputs
  /** What may be kept of sources for later runs. */
  keepBytes?: number
}
const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })

/** Source and edits on the tiny model: the latents of all rows. */
export async function paintEdits({
  checkpoint = 'tiny-sd1',
  source,
  edits,
  type = 'AttentionControl',
  steps,
  scheduler,
  size,
  keepBytes,
}: Options): Promise<Tensor> {
  const at: [number, number] = [0, 0]
  const model = from('checkpoint', 'model')
  const nodes: Workflow['nodes'] = {
    checkpoint: { type: 'CheckpointLoader', at, inputs: { checkpoint } },
    source: { type: 'TextEncode', at, inputs: { model, text: source } },
    negative: { type: 'TextEncode', at, inputs: { model } },
    size: { type: 'EmptyLatent', at, inputs: { width: 64, height: 64, ...size } },
    scheduler: {
      type: 'Scheduler',
      at,
      inputs: { model, steps: 4, sampler: 'ddim', spacing: 'leading', ...scheduler },
    },
    steps: {
      type: 'UNetStep',
      at,
      inputs: {
        model,
        schedule: from('scheduler', 'schedule'),
        positive: from('source', 'conditioning'),
        negative: from('negative', 'conditioning'),
        latent: from('size', 'latent'),
        seed: 3,
        ...(edits.length > 0 && { control: from(`edit${edits.length}`, 'control') }),
        ...steps,
      },
    },
    probe: { type: 'Probe', at, inputs: { value: from('steps', 'latent') } },
  }
  edits.forEach((inputs, i) => {
    const after = i > 0 && { after: from(`edit${i}`, 'control') }
    const edit = { model, source: from('source', 'conditioning'), ...after, ...inputs }
    nodes[`edit${i + 1}`] = { type, at, inputs: edit }
  })
  const { end, probed } = await runDocument(
    { format: 'latent-loom/workflow', version: 1, name: 't', nodes },
    memoryHost(keepBytes),
  )
  if (end.status !== 'done') throw new Error(end.error)
  return probed as Tensor
}
