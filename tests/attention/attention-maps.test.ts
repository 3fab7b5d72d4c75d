import type { Literal, Workflow } from '@loom/protocol'
import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { runDocument } from '../support/run'

const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const at: [number, number] = [0, 0]
type Options = { text?: string; maps?: Record<string, Literal>; probe?: string }

/** Attention of a run on the tiny model, looked at; gives the output `probe` of AttentionMaps. */
async function look({ text = 'a cat on a bumpy road', maps = {}, probe = 'sheet' }: Options = {}): Promise<Tensor> {
  const model = from('checkpoint', 'model')
  const prompts = { positive: from('source', 'conditioning'), negative: from('negative', 'conditioning') }
  const nodes: Workflow['nodes'] = {
    checkpoint: { type: 'CheckpointLoader', at, inputs: { checkpoint: 'tiny-sd1' } },
    source: { type: 'TextEncode', at, inputs: { model, text } },
    negative: { type: 'TextEncode', at, inputs: { model } },
    size: { type: 'EmptyLatent', at, inputs: { width: 64, height: 128 } },
    scheduler: { type: 'Scheduler', at, inputs: { model, steps: 12 } },
    steps: {
      type: 'UNetStep',
      at,
      inputs: { model, schedule: from('scheduler', 'schedule'), ...prompts, latent: from('size', 'latent') },
    },
    maps: { type: 'AttentionMaps', at, inputs: { attention: from('steps', 'attention'), ...maps } },
    probe: { type: 'Probe', at, inputs: { value: from('maps', probe) } },
  }
  const { end, probed } = await runDocument({ format: 'latent-loom/workflow', version: 1, name: 't', nodes })
  if (end.status !== 'done') throw new Error(end.error)
  return probed as Tensor
}

/** How many pictures of 128 × 256 pixels stand beside each other and below each other. */
const grid = ({ shape: [, , H, W] }: Tensor) => [(W! - 8) / (128 + 8), (H! - 8) / (256 + 38)]

describe('AttentionMaps', () => {
  it('has a picture for every word, beside each other on the sheet', async () => {
    expect((await look({ probe: 'image' })).shape).toEqual([6, 3, 128, 64])
    expect(grid(await look())).toEqual([6, 1])
  })

  it('wraps the sheet of a long sentence into rows', async () => {
    expect(grid(await look({ text: 'one two three four five six seven eight nine ten eleven' }))).toEqual([6, 2])
  })

  it('has a picture for every step or group of layers on the sheet, each word in rows of its own', async () => {
    expect(grid(await look({ maps: { by: 'steps', words: 'cat, road' } }))).toEqual([6, 4])
    expect(grid(await look({ maps: { by: 'layers', words: 'cat, road' } }))).toEqual([5, 2])
    expect(grid(await look({ maps: { by: 'layers', words: 'cat', stage: 'up' } }))).toEqual([2, 1])
  })

  it('has the same heat on the sheet of one step as among all steps', async () => {
    const row = ({ shape, data }: Tensor, first: number) =>
      data.subarray((8 + first) * shape[3]! + 8, (8 + first) * shape[3]! + 136)
    const one = await look({ maps: { words: 'cat', step: 1 } })
    const all = await look({ maps: { words: 'cat', by: 'steps' } })
    expect([...row(all, 100)]).toEqual([...row(one, 100)])
    expect([...row(await look({ maps: { words: 'cat', step: 12 } }), 100)]).not.toEqual([...row(one, 100)])
  })

  it.each<[Options, string]>([
    [{ text: '' }, 'maps: "" has no words to look at'],
    [
      { maps: { words: 'bird' } },
      'maps: there is no "bird" in "a cat on a bumpy road"; its words are a, cat, on, bumpy, road',
    ],
    [{ maps: { picture: 3 } }, 'maps: there are 1 pictures, counted from 0'],
    [{ maps: { step: 13 } }, 'maps: the run made 12 calls of the UNet'],
    [{ maps: { scale: '8' } }, 'maps: the model has no attention layers of this kind'],
    [
      { text: 'a bird '.repeat(50), maps: { by: 'steps' } },
      'maps: a sheet holds up to 1000 pictures, this one has 1200: name fewer words',
    ],
  ])('says what is wrong with %j', async (options, message) => {
    await expect(look(options)).rejects.toThrow(message)
  })
})
