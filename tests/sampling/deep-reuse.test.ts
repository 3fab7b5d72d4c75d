import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { base, type Inputs, link, node, outcome, scheduler, steps } from '../support/sampling'
import { relativeError } from '../support/tensors'

const nodes = (walk: Inputs, sampler = 'ddim') => ({
  ...base(),
  edit: node('AttentionControl', {
    ...{ model: link('checkpoint', 'model'), source: link('positive', 'conditioning') },
    ...{ edited: 'a dog on a road', kind: 'replace', cross: 1, self: 1 },
  }),
  scheduler: scheduler({ sampler, steps: 6, spacing: 'leading' }),
  steps: steps({ reuseFrom: 0, ...walk }),
})
const latent = (walk: Inputs, sampler?: string) => outcome<Tensor>(nodes(walk, sampler), ['steps', 'latent'])
type Maps = { calls: unknown[] }

describe('UNet steps that reuse deep features', () => {
  it.each(['ddim', 'heun'])('paint nearly the same, and nearer with more layers between: %s', async (sampler) => {
    const plain = await latent({}, sampler)
    expect(await latent({ reuseEvery: 1, reuseDepth: 3 }, sampler)).toEqual(plain)
    const off = relativeError(await latent({ reuseEvery: 2 }, sampler), plain)
    expect(off).toBeGreaterThan(1e-3)
    expect(off).toBeLessThan(0.3)
    expect(relativeError(await latent({ reuseEvery: 2, reuseDepth: 5 }, sampler), plain)).toBeLessThan(off)
  })

  it('paint the same where they begin to only at the end, also where other UNet steps went before', async () => {
    const plain = await latent({})
    expect(await latent({ reuseEvery: 2, reuseFrom: 1 })).toEqual(plain)
    const half = await latent({ reuseEvery: 3, reuseFrom: 0.5 })
    expect(relativeError(half, plain)).toBeGreaterThan(1e-4)
    const split = {
      ...nodes({ reuseEvery: 3, reuseFrom: 0.5, startStep: 2, addNoise: false, latent: link('begun', 'latent') }),
      begun: steps({ endStep: 2, leftoverNoise: true }),
    }
    expect(relativeError(await outcome<Tensor>(split, ['steps', 'latent']), half)).toBeLessThan(1e-4)
  })

  it('paint a source the same beside an edit that lasts, and the edit otherwise', async () => {
    const alone = await latent({ reuseEvery: 3 })
    const beside = await latent({ reuseEvery: 3, control: link('edit', 'control') })
    expect(beside.shape[0]).toBe(2)
    const [source, edited] = [0, 1].map((row) => ({
      shape: alone.shape,
      data: beside.data.slice(row * alone.data.length, (row + 1) * alone.data.length),
    })) as [Tensor, Tensor]
    expect(relativeError(source, alone)).toBeLessThan(1e-4)
    expect(relativeError(edited, source)).toBeGreaterThan(0.01)
  })

  it('paint the same when looked at, and show the maps of the whole calls', async () => {
    const walk = { reuseEvery: 3, control: link('edit', 'control') }
    const probed = {
      ...nodes(walk),
      maps: node('AttentionMaps', { attention: link('steps', 'attention') }),
    }
    expect(await outcome<Tensor>(probed, ['steps', 'latent'])).toEqual(await latent(walk))
    const { calls } = await outcome<Maps>(nodes({ reuseEvery: 3 }), ['steps', 'attention'])
    expect(calls).toHaveLength(2)
  })

  it('are refused more layers than there are', async () => {
    await expect(latent({ reuseEvery: 2, reuseDepth: 7 })).rejects.toThrow(/this model has 6 layers on its way up/)
  })
})
