import type { Tensor } from '@loom/tensor'
import { expect, it } from 'vitest'
import { base, type Inputs, link, node, outcome, scheduler, steps } from '../support/sampling'
import { relativeError } from '../support/tensors'

const picture = '1f0ac592d8327e7dd21e80c858d75da553ecdb36bcc3ac79aebed24c080755e3.png'
const nodes = (checkpoint: string, walk: Inputs, side = 64, batch = 1) => ({
  ...base(checkpoint, { batch }),
  picture: node('LoadImage', { image: picture, width: side, height: side }),
  mask: node('MaskShape', { width: 64, height: 64 }),
  inpaint: node('InpaintConditioning', {
    vae: link('checkpoint', 'vae'),
    image: link('picture', 'image'),
    mask: link('mask', 'mask'),
  }),
  scheduler: scheduler({ steps: 2 }),
  steps: steps(walk),
})
const beside = { inpainting: link('inpaint', 'inpainting') }
const latent = (...of: Parameters<typeof nodes>) => outcome<Tensor>(nodes(...of), ['steps', 'latent'])

it('shows every picture of a batch the same, so that each is as alone', async () => {
  const two = await latent('tiny-inpaint', beside, 64, 2)
  const second = await latent('tiny-inpaint', { ...beside, batchIndex: 1 })
  const half = second.data.length
  expect(relativeError({ ...second, data: two.data.slice(half) }, second)).toBeLessThan(1e-4)
})

it.each<[string, Inputs, number, RegExp]>([
  ['tiny-inpaint', {}, 64, /this model is made for inpainting; connect InpaintConditioning/],
  ['tiny-sd1', beside, 64, /this model is not made for inpainting; connect a mask alone/],
  ['tiny-inpaint', beside, 128, /it is of 16×16 latent pixels, the latent has 8×8/],
  ['tiny-inpaint', beside, 68, /not a multiple of 8 on both sides/],
])('%s with %j and a picture of %i pixels: says what does not fit', async (checkpoint, walk, side, message) => {
  await expect(latent(checkpoint, walk, side)).rejects.toThrow(message)
})
