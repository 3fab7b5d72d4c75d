import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { memoryHost } from '../support/host'
import { runDocument } from '../support/run'
import { base, type Inputs, link, node, outcome, scheduler, steps } from '../support/sampling'
import { relativeError } from '../support/tensors'

const picture = '1f0ac592d8327e7dd21e80c858d75da553ecdb36bcc3ac79aebed24c080755e3.png'

/** A walk with a hint, or with two of which the second stands behind the first. */
function hinted(hint: Inputs, walk: Inputs = {}, checkpoint = 'tiny-sd1', second?: Inputs) {
  const shown = { controlNet: link('net', 'controlNet'), image: link('edges', 'image') }
  return {
    ...base(checkpoint),
    net: node('ControlNetLoader', { file: 'tiny-controlnet' }),
    picture: node('LoadImage', { image: picture }),
    edges: node('Edges', { image: link('picture', 'image') }),
    hint: node('ControlNetApply', { ...shown, ...hint }),
    ...(second && { second: node('ControlNetApply', { ...shown, after: link('hint', 'hints'), ...second }) }),
    scheduler: scheduler({ steps: 4 }),
    steps: steps({ hints: link(second ? 'second' : 'hint', 'hints'), ...walk }),
  }
}
const latent = (...of: Parameters<typeof hinted>) => outcome<Tensor>(hinted(...of), ['steps', 'latent'])

describe('hints', () => {
  it('change the picture, as strongly as they are to, and nothing at strength 0 or outside of their part', async () => {
    const plain = await outcome<Tensor>({ ...base(), scheduler: scheduler({ steps: 4 }), steps: steps({}) }, ['steps', 'latent']) // biome-ignore format: a line
    expect(await latent({ strength: 0 })).toEqual(plain)
    expect(await latent({ start: 0.3, end: 0.4 })).toEqual(plain) // shorter than a step
    const full = relativeError(await latent({ strength: 1 }), plain)
    expect(full).toBeGreaterThan(0.05)
    expect(relativeError(await latent({ strength: 0.05 }), plain)).toBeLessThan(full / 4)
  })

  it('add up', async () => {
    const twice = await latent({ strength: 0.25 }, {}, 'tiny-sd1', { strength: 0.5 })
    expect(relativeError(twice, await latent({ strength: 0.75 }))).toBeLessThan(1e-4)
  })

  it('count for sources and edits alike, for sources of an earlier run too', async () => {
    const model = link('checkpoint', 'model')
    const edit = (edited: string): Inputs => ({ model, source: link('positive', 'conditioning'), edited, self: 0.5 })
    const walk = { control: link('edit', 'control'), seed: 71 }
    const host = memoryHost(1e8)
    const paint = async (strength: number, edited: string, keeping = host): Promise<Tensor> => {
      const nodes = { ...hinted({ strength }, walk), edit: node('AttentionControl', edit(edited)) }
      const probed = { ...nodes, probe: node('Probe', { value: link('steps', 'latent') }) }
      const run = await runDocument({ format: 'latent-loom/workflow', version: 1, name: 't', nodes: probed }, keeping)
      if (run.end.status !== 'done') throw new Error(run.end.error)
      return run.probed as Tensor
    }
    const alone = await latent({ strength: 1 }, { seed: 71 })
    const first = await paint(1, 'a dog on a road')
    expect(relativeError({ ...alone, data: first.data.slice(0, alone.data.length) }, alone)).toBeLessThan(1e-4)
    for (const strength of [1, 0.5])
      expect(
        relativeError(
          await paint(strength, 'a bird on a road'),
          await paint(strength, 'a bird on a road', memoryHost()),
        ),
      ).toBeLessThan(1e-4)
  })

  it.each<[Inputs, string, RegExp]>([
    [{ start: 0.5, end: 0.5 }, 'tiny-sd1', /it ends at 0.5, before its start at 0.5/],
    [{}, 'tiny-sdxl', /tiny-controlnet is for models with 16 channels of text, this model has 40/],
  ])('are refused in a sentence: %j on %s', async (hint, checkpoint, message) => {
    await expect(latent(hint, {}, checkpoint)).rejects.toThrow(message)
  })
})
