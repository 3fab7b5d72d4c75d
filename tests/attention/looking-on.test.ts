import type { AttentionResult, Workflow } from '@loom/protocol'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memoryHost } from '../support/host'
import { runDocument } from '../support/run'

const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const at: [number, number] = [0, 0]

/** What a batch of a sentence and its edit, both from one text node, attended to: the told result and the atlas's bytes. */
async function lookOn(batch: number): Promise<{ told: AttentionResult; grey: Uint8Array; width: number }> {
  const model = from('checkpoint', 'model')
  const nodes: Workflow['nodes'] = {
    checkpoint: { type: 'CheckpointLoader', at, inputs: { checkpoint: 'tiny-sd1' } },
    sentence: { type: 'Text', at, inputs: { text: 'a cat on a road' } },
    source: { type: 'TextEncode', at, inputs: { model, text: from('sentence', 'text') } },
    negative: { type: 'TextEncode', at, inputs: { model } },
    size: { type: 'EmptyLatent', at, inputs: { width: 64, height: 64, batch } },
    scheduler: { type: 'Scheduler', at, inputs: { model, steps: 3, sampler: 'ddim' } },
    control: {
      type: 'AttentionControl',
      at,
      inputs: { model, source: from('source', 'conditioning'), edited: from('sentence', 'text'), weights: 'cat: 3' },
    },
    steps: {
      type: 'UNetStep',
      at,
      inputs: {
        ...{ model, schedule: from('scheduler', 'schedule'), latent: from('size', 'latent') },
        ...{ positive: from('source', 'conditioning'), negative: from('negative', 'conditioning') },
        control: from('control', 'control'),
      },
    },
    probe: { type: 'Probe', at, inputs: { value: from('steps', 'latent') } },
  }
  const host = memoryHost()
  const { end, told } = await runDocument({ format: 'latent-loom/workflow', version: 1, name: 't', nodes }, host, true)
  if (end.status !== 'done') throw new Error(end.error)
  const done = told.find((change) => change.type === 'node-done' && change.node === 'steps')
  const attention = done?.type === 'node-done' ? done.result?.attention : undefined
  const { data, info } = await sharp(host.images.get(attention!.atlas.id))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { told: attention!, grey: data, width: info.width }
}

describe('what a run tells while somebody looks on', () => {
  it('is a row of tiles for every picture of the batch, source and edits in turns', async () => {
    const [one, two] = [await lookOn(1), await lookOn(2)]
    expect(two.told.prompts.map(({ text }) => text)).toEqual(['a cat on a road', 'a cat on a road'])
    expect([one.told.peaks.length, two.told.peaks.length]).toEqual([2, 4])
    expect(two.told.atlas.height).toBe(4 * two.told.tile.height)
    const rows = ({ grey, width, told }: typeof two, first: number, count: number) => [
      ...grey.subarray(first * width * told.tile.height, (first + count) * width * told.tile.height),
    ]
    expect(rows(two, 0, 2)).toEqual(rows(one, 0, 2)) // the first picture is the same, alone or not
    expect(rows(two, 2, 1)).not.toEqual(rows(two, 0, 1)) // the second has another noise
    const cat = 2 // after the start marker and "a"
    for (const source of [0, 2])
      expect(two.told.peaks[source + 1]![cat]! / two.told.peaks[source]![cat]!).toBeGreaterThan(2) // weighed three times
  })
})
