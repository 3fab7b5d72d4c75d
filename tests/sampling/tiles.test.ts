import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadImage } from '../../packages/nodes/src/images/load-image'
import { vaeDecode } from '../../packages/nodes/src/latents/vae-decode'
import { vaeEncode } from '../../packages/nodes/src/latents/vae-encode'
import { memoryHost, root } from '../support/host'

const storybook = join(root, 'models/storybook')
const picture = '1f0ac592d8327e7dd21e80c858d75da553ecdb36bcc3ac79aebed24c080755e3.png'
const tiles = { tile: 128, overlap: 64 }

/** Mean difference, measured by the mean of the whole: what normalizing each tile on its own does. */
function meanError(part: Tensor, whole: Tensor): number {
  expect(part.shape).toEqual(whole.shape)
  const mean = (values: Float32Array) => values.reduce((all, value) => all + Math.abs(value), 0) / values.length
  return mean(part.data.map((value, i) => value - whole.data[i]!)) / mean(whole.data)
}

describe.runIf(existsSync(join(storybook, 'model_index.json')))('a picture tile by tile', () => {
  let vae: Awaited<ReturnType<typeof openModel>>
  let image: Tensor
  beforeAll(async () => {
    vae = await openModel(storybook)
    const size = { image: picture, width: 320, height: 256 }
    image = ((await loadImage.run(size, memoryHost() as never)) as { image: Tensor }).image
  })
  afterAll(() => vae.dispose())

  it('is nearly the one taken as a whole, there and back, and no call sees more than a tile', async () => {
    const whole = { latent: await vae.encode(image), image: undefined as unknown as Tensor }
    whole.image = await vae.decode(whole.latent)
    const [encode, decode] = [vi.spyOn(vae, 'encode'), vi.spyOn(vae, 'decode')]
    const { latent } = await vaeEncode.run({ vae, image, ...tiles }, undefined as never)
    const { image: painted } = await vaeDecode.run({ vae, latent: whole.latent, ...tiles }, undefined as never)
    expect(meanError(latent as Tensor, whole.latent)).toBeLessThan(0.1)
    expect(meanError(painted as Tensor, whole.image)).toBeLessThan(0.07)
    for (const [{ shape }] of encode.mock.calls) expect(Math.max(...shape.slice(2))).toBeLessThanOrEqual(128)
    for (const [{ shape }] of decode.mock.calls)
      expect(Math.max(...shape.slice(2))).toBeLessThanOrEqual(128 / vae.latent.downscale)
    expect(decode.mock.calls.length).toBe(12)
  })

  it('takes no tiles that share more than half', async () => {
    await expect(async () =>
      vaeDecode.run({ vae, latent: image, tile: 64, overlap: 40 }, undefined as never),
    ).rejects.toThrow('tiles of 64 pixels share at most half of that, not 40')
  })
})
