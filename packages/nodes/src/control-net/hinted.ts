import { createHash } from 'node:crypto'
import type { ControlNet, LoadedModel, Residuals, Told } from '@loom/models'
import { InputError } from '@loom/runtime'
import { add, map, resizeBilinear, type Tensor } from '@loom/tensor'
import { channelsOf } from '../sampling/channels'
import type { Hint } from './hint'

type Unet = Pick<LoadedModel, 'id' | 'attend' | 'sites'>
/** A hint in the size its ControlNet takes, [1,3,H,W] in [0,1]; `counts`: whether in step `index` of the walk. */
type Ready = { controlNet: ControlNet; strength: number; picture: Tensor; counts(index: number): boolean }

/**
 * A UNet to which ControlNets add what they see in their hints, for all rows alike. `times`: time steps at which the steps of
 * the whole walk begin. A hint counts in the steps that lie as a whole between its start and end, as in diffusers.
 */
export function hintedUnet(unet: Unet, hints: readonly Hint[], times: readonly number[], x: Tensor): Unet {
  const counted = hints.filter(({ strength }) => strength !== 0)
  if (counted.length === 0) return unet
  const steps = times.length
  const [height, width] = x.shape.slice(2) as [number, number]
  const ready = counted.map(({ controlNet, image, strength, start, end }): Ready => {
    const [H, W] = [height * controlNet.hintScale, width * controlNet.hintScale]
    const picture = map(resizeBilinear(image, H, W), (value) => Math.min(1, Math.max(0, value / 2 + 0.5)))
    return { controlNet, strength, picture, counts: (index) => index / steps >= start && (index + 1) / steps <= end }
  })

  /** The last step that has begun at a time; a sampler may call between two. */
  const stepAt = (time: number): number =>
    Math.max(
      0,
      times.findLastIndex((begin) => begin >= time - 1e-3),
    )

  async function residuals(batch: Tensor, rows: readonly number[], told: Told): Promise<Residuals | undefined> {
    let sum: Residuals | undefined
    for (const { controlNet, strength, picture, counts } of ready) {
      if (!counts(stepAt(rows[0]!))) continue
      const { contextWidth, inChannels, name } = controlNet
      const given = told.context.shape[2]
      if (contextWidth !== given)
        throw new InputError(
          'hints',
          `${name} is for models with ${contextWidth} channels of text, this model has ${given}: it is made for another kind`,
        )
      const seen = channelsOf(batch, inChannels) // a UNet made for inpainting sees more
      const added = await controlNet.guide(seen, rows, told, picture, strength)
      sum = sum?.map((residual, i) => add(residual, added[i]!)) ?? added
    }
    return sum
  }

  const about = counted.map(({ controlNet, image, ...hint }) => [controlNet.id, image.shape, hash(image), hint])
  return {
    id: JSON.stringify([unet.id, about]),
    sites: unet.sites,
    async attend(batch, rows, told, changes) {
      const added = await residuals(batch, rows, told)
      return unet.attend(batch, rows, added ? { ...told, residuals: added } : told, changes)
    },
  }
}

const hash = ({ data }: Tensor): string => createHash('sha256').update(data).digest('base64')
