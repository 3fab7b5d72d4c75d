import { defineNode, InputError, labelled } from '@loom/runtime'
import { resizeBilinear, resizeNearest, type Tensor } from '@loom/tensor'
import * as ports from '../ports'
import { joinChannels } from '../sampling/channels'
import { encodeImage } from './encode-image'

export const inpaintConditioning = defineNode({
  type: 'InpaintConditioning',
  version: 1,
  title: 'Inpaint conditioning',
  category: 'latent',
  description:
    'For checkpoints made for inpainting: shows the UNet the mask and the picture around it. Its latent goes into UNet steps, too.',
  keywords: ['inpaint', 'mask', 'outpaint'],
  inputs: {
    vae: ports.vae,
    image: ports.image,
    mask: labelled(ports.mask, 'Mask', 'Where to paint: what is 0.5 and above'),
  },
  outputs: { inpainting: ports.inpainting, latent: ports.latent },

  async run({ vae, image, mask }) {
    const [B, , H, W] = image.shape as [number, number, number, number]
    if (mask.shape[0] !== 1 && mask.shape[0] !== B)
      throw new InputError('mask', `${mask.shape[0]} masks do not fit ${B} pictures; one for all, or one for each`)
    const latent = await encodeImage(vae, image)
    const [, , h, w] = latent.shape as [number, number, number, number]
    const hard = everyPicture(harden(resizeBilinear(mask, H, W)), B)
    const around = await vae.encode(without(image, hard))
    return { inpainting: joinChannels(resizeNearest(hard, h, w), around), latent }
  },
})

const harden = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.map((value) => (value >= 0.5 ? 1 : 0)) })

/** The mask of every one of B pictures. */
function everyPicture({ shape: [count, ...rest], data }: Tensor, B: number): Tensor {
  const all = new Float32Array((data.length / count!) * B)
  for (let at = 0; at < all.length; at += data.length) all.set(data, at)
  return { shape: [B, ...rest], data: all }
}

/** The picture [B,3,H,W] grey inside of the mask [B,1,H,W]. */
function without({ shape, data }: Tensor, mask: Tensor): Tensor {
  const plane = shape[2]! * shape[3]!
  const at = (i: number) => Math.floor(i / (3 * plane)) * plane + (i % plane)
  return { shape, data: data.map((value, i) => (mask.data[at(i)]! > 0 ? 0 : value)) }
}
