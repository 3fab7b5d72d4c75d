import { ModelError } from './error'
import type { ModelParts } from './parts'

/** The same parts, once it is sure that they belong together. */
export function fittingParts(parts: ModelParts): ModelParts {
  const { path, textEncoders, unet, vae } = parts
  const width = textEncoders.reduce((all, { config }) => all + config.width, 0)
  if (textEncoders.length > 0 && unet.config.contextWidth !== width)
    throw new ModelError(
      `${path}: the UNet attends to ${unet.config.contextWidth} channels, the text encoder gives ${width}`,
    )
  if (vae && unet.config.outChannels !== vae.config.latentChannels)
    throw new ModelError(
      `${path}: the UNet makes ${unet.config.outChannels} channels, the VAE decodes ${vae.config.latentChannels}`,
    )
  return parts
}
