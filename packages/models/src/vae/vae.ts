import type { Float, Scope, Weights } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { expecting, ModelError } from '../error'
import type { LatentSpace } from '../kind'
import type { Component } from '../parts'
import { fitting, type Sessions } from '../sessions'
import type { PictureForm, VaeConfig } from './config'
import { vaeDecoder } from './decoder'
import { vaeEncoder } from './encoder'

/** The part of a model between pixels and latents. */
export interface Vae {
  readonly name: string
  readonly latent: LatentForm
  /** latent [B,C,h,w] as the UNet sees it → image [B,3,8h,8w] in [-1,1], as far as the decoder keeps to it */
  decode(latent: Tensor): Promise<Tensor>
  /** image [B,3,H,W] in [-1,1] → latent [B,C,H/8,W/8] as the UNet sees it: the mean of what the encoder gives */
  encode(image: Tensor): Promise<Tensor>
  /** A small decoder of the same latents that the model brings, for a look at them; its pictures may be smaller. */
  readonly preview?: Vae
}

/** `downscale`: pixels per latent pixel along a side; `space`: whose latents they are, where those are published. */
export type LatentForm = {
  readonly channels: number
  readonly downscale: number
  readonly scalingFactor: number
  readonly space?: LatentSpace
}
type BuildIn<Config> = (weights: Weights, config: Config, type?: Float) => Scope
/** The graphs of an autoencoder, in a type. */
export type VaeGraphs<Config> = { readonly decoder: BuildIn<Config>; readonly encoder: BuildIn<Config> }
export const klGraphs: VaeGraphs<VaeConfig> = { decoder: vaeDecoder, encoder: vaeEncoder }

/** Longest side in pixels. */
const sideLimit = 4096

/** Refuses a latent of other channels, or of more pixels than an image may have. */
export function checkLatent(name: string, { shape }: Tensor, channels: number, downscale: number): void {
  const expect = expecting(name)
  const isLatent = shape.length === 4 && shape[1] === channels
  expect(isLatent, `a latent of ${channels} channels is expected`, `shape [${shape}]`)
  const [height, width] = [shape[2]! * downscale, shape[3]! * downscale]
  const fits = Math.max(height, width) <= sideLimit && Math.min(height, width) > 0
  expect(fits, `an image may have up to ${sideLimit} pixels a side`, `${width}×${height}`)
}

export async function openVae<Config extends PictureForm>(
  name: string,
  part: Component<Config>,
  graphs: VaeGraphs<Config>,
  sessions: Sessions,
): Promise<Vae> {
  const { downscale, latentChannels, imageChannels, scaling, wide } = part.config
  const weights = await part.open()
  fitting(part, weights, graphs.decoder)
  const type = wide ? 'float32' : sessions.type
  const remedy = 'in tiles it takes less'
  const decoder = sessions.add((type) => graphs.decoder(weights, part.config, type), {
    type,
    picture: { sides: ['h', 'w'], pixels: downscale, doing: (size) => `${name}: decoding ${size}`, remedy },
  })
  // Some VAEs come without their encoder: whether it fits shows when it is needed.
  const encoder = sessions.add((type) => fitting(part, weights, (...of) => graphs.encoder(...of, type)), {
    type,
    picture: { sides: ['H', 'W'], pixels: 1, doing: (size) => `${name}: encoding ${size}`, remedy },
  })
  const expect = expecting(name)
  return {
    name,
    latent: { channels: latentChannels, downscale, scalingFactor: scaling },

    async decode(latent) {
      checkLatent(name, latent, latentChannels, downscale)
      return (await decoder.run({ latent })).image!
    },

    async encode(image) {
      const [, channels, height, width] = image.shape
      const isImage = image.shape.length === 4 && channels === imageChannels
      expect(isImage, `an image of ${imageChannels} channels is expected`, `shape [${image.shape}]`)
      const fits = [height!, width!].every((side) => side > 0 && side <= sideLimit && side % downscale === 0)
      expect(fits, `sides divisible by ${downscale} and up to ${sideLimit} pixels are expected`, `${width}×${height}`)
      return (await encoder.run({ image })).latent!
    },
  }
}

/** Stands where a checkpoint comes without a VAE. */
export function noVae(name: string, channels: number, scalingFactor: number): Vae {
  const refuse = async (): Promise<never> => {
    throw new ModelError(`${name} has no VAE; connect one from VAELoader`)
  }
  return { name, latent: { channels, downscale: 8, scalingFactor }, decode: refuse, encode: refuse }
}
