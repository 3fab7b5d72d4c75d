import type { Weights } from '@loom/onnx-graph'
import { ModelError } from '../error'
import { modelFor } from '../lora/lora-kind'
import type { ModelParts } from '../parts'
import type { ControlNetPart } from './read'

/**
 * The weights of a ControlNet. Where its file holds what they differ by from a UNet's, that UNet's are added while onnxruntime loads
 * them; layers that are the ControlNet's own stand in the file as they are.
 */
export async function wholeWeights(name: string, part: ControlNetPart, base?: ModelParts): Promise<Weights> {
  const weights = await part.open()
  if (!part.isDifference) return weights
  if (!base)
    throw new ModelError(
      `${name} holds what its ControlNet differs by from a checkpoint; connect the one it was made from`,
    )
  const [made, is] = [part.config, base.unet.config].map(({ contextWidth }) => modelFor(contextWidth))
  if (made !== is) throw new ModelError(`${name} differs from ${made}; ${base.name} is ${is}`)
  const unet = await base.unet.open()
  const terms = unet.terms ?? [{ weights: unet, factor: 1 }]
  return {
    get: (tensor) => weights.get(tensor),
    terms: [{ weights, factor: 1 }, ...terms.map((term) => ({ ...term, partial: true }))],
  }
}
