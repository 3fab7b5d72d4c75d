import { ModelError } from './error'
import type { ModelParts } from './parts'

/** The same parts, once it is sure that they belong together. */
export function fittingParts(parts: ModelParts): ModelParts {
  const { path, textEncoders, unet } = parts
  const width = textEncoders.reduce((all, { config }) => all + config.width, 0)
  if (textEncoders.length > 0 && unet.config.contextWidth !== width)
    throw new ModelError(
      `${path}: the UNet attends to ${unet.config.contextWidth} channels, the text encoder gives ${width}`,
    )
  for (const [name, part] of [['VAE', parts.vae], ['preview decoder', parts.preview]] as const) // biome-ignore format: a row
    if (part && unet.config.outChannels !== part.config.latentChannels)
      throw new ModelError(
        `${path}: the UNet makes ${unet.config.outChannels} channels, the ${name} decodes ${part.config.latentChannels}`,
      )
  return parts
}
