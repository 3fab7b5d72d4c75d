import type { Tensor } from '@loom/tensor'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memoryHost } from '../support/host'
import { runDocument } from '../support/run'
import { base, link, node, outcome, scheduler, steps } from '../support/sampling'

const at = ({ data, shape }: Tensor, x: number, y: number) => data[y * shape[3]! + x]!
const shape = (inputs: Parameters<typeof node>[1]) =>
  outcome<Tensor>({ mask: node('MaskShape', { width: 64, height: 96, ...inputs }) }, ['mask', 'mask'])

describe('a mask', () => {
  it('of a rectangle covers the parts of the sides it is given', async () => {
    const mask = await shape({ left: 0, right: 0.5, top: 0.5, bottom: 1 })
    expect(mask.shape).toEqual([1, 1, 96, 64])
    expect([at(mask, 0, 95), at(mask, 31, 48), at(mask, 32, 48), at(mask, 31, 47)]).toEqual([1, 1, 0, 0])
  })

  it('of an ellipse leaves the corners free, and its edge is as soft as wanted', async () => {
    const ellipse = { shape: 'ellipse', left: 0, right: 1, top: 0, bottom: 1 }
    const mask = await shape(ellipse)
    expect([at(mask, 32, 48), at(mask, 1, 48), at(mask, 3, 3)]).toEqual([1, 1, 0])
    const soft = await shape({ ...ellipse, soft: 16 })
    expect(at(soft, 0, 48)).toBeCloseTo(0.53, 1)
    expect(at(await shape({ ...ellipse, invert: true }), 32, 48)).toBe(0)
    expect(Math.max(...(await shape({ left: 0.5, right: 0.5 })).data)).toBe(0)
  })

  it('comes from what is transparent in a picture, which is white there, and from its channels', async () => {
    const host = memoryHost()
    const pixels = Uint8Array.from([255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 128, 0, 255, 0, 255])
    const png = await sharp(pixels, { raw: { width: 2, height: 2, channels: 4 } })
      .png()
      .toBuffer()
    const { id } = await host.assets.write(png, { width: 2, height: 2 })
    const probed = async (more: Record<string, ReturnType<typeof node>>, of: [string, string]) => {
      const nodes = { picture: node('LoadImage', { image: id }), ...more, probe: node('Probe', { value: link(...of) }) }
      const run = await runDocument({ format: 'latent-loom/workflow', version: 1, name: 't', nodes }, host)
      return (run.probed as Tensor).data
    }
    const mask = await probed({}, ['picture', 'mask'])
    expect([...mask].map((value) => Math.round(value * 255))).toEqual([0, 255, 127, 0])
    const image = await probed({}, ['picture', 'image'])
    expect([image[0], image[1], image[5], image[9]]).toEqual([1, 1, 1, 1]) // red; white where nothing is, in all channels
    const green = { green: node('MaskFromImage', { image: link('picture', 'image'), channel: 'green', invert: true }) }
    expect([...(await probed(green, ['green', 'mask']))].map((value) => value.toFixed(1))).toEqual([
      '1.0',
      '0.0',
      '0.5',
      '0.0',
    ])
  })

  it('comes from the heat of a word, and names the words there are', async () => {
    const nodes = {
      ...base(),
      scheduler: scheduler({ steps: 2 }),
      all: steps({}),
      maps: node('AttentionMaps', { attention: link('all', 'attention') }),
    }
    const of = (word: string, threshold: number) =>
      outcome<Tensor>({ ...nodes, heat: node('MaskFromHeat', { heat: link('maps', 'heat'), word, threshold }) }, [
        'heat',
        'mask',
      ])
    const [most, least] = [await of('cat', 0), await of('cat', 0.999)]
    expect(most.data.every((value) => value === 1)).toBe(true)
    expect(least.data.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0)
    expect(least.data.reduce((sum, value) => sum + value, 0)).toBeLessThan(least.data.length)
    await expect(of('dog', 0.5)).rejects.toThrow('heat: there is no heat of "dog"; there is of')
  })
})
