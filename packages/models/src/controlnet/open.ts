import { basename } from 'node:path'
import type { Tensor } from '@loom/tensor'
import { onItsDevice } from '../choose-device'
import { expecting } from '../error'
import { fingerprint } from '../fingerprint'
import type { LoadedModel } from '../model'
import { pathsOf } from '../parts'
import type { SessionOptions } from '../session'
import { fitting, Sessions } from '../sessions'
import type { Residuals } from '../unet/residuals'
import type { Told } from '../unet/told'
import { controlNet } from './controlnet'
import { wholeWeights } from './difference'
import { readControlNet } from './read'

export interface ControlNet {
  /** Changes when its files do. */
  readonly id: string
  readonly name: string
  /** C of the latents it takes, and D of the context. */
  readonly inChannels: number
  readonly contextWidth: number
  /** Pixels of the hint per latent pixel along a side. */
  readonly hintScale: number
  /** x [B,C,h,w] as the schedule scales it, a time step per row, hint [1,3,h·hintScale,w·hintScale] in [0,1] → what to add in the UNet */
  guide(x: Tensor, timesteps: readonly number[], told: Told, hint: Tensor, strength: number): Promise<Residuals>
  dispose(): Promise<void>
}

/**
 * Opens the ControlNet at `path`; its session is made when it is first run, and serves every strength. `base`: the model that a
 * file of differences was made from.
 */
export async function openControlNet(
  path: string,
  options: SessionOptions = {},
  base?: Pick<LoadedModel, 'id' | 'parts'>,
): Promise<ControlNet> {
  const part = await readControlNet(path)
  const name = basename(path)
  const weights = await wholeWeights(name, part, base?.parts)
  fitting(part, weights, controlNet)
  const model = part.isDifference ? base : undefined
  const sessions = new Sessions([path, ...(model ? pathsOf(model.parts) : [])], await onItsDevice(options))
  const { inChannels, contextWidth, hintChannels, hintWidths, added } = part.config
  const hintScale = 2 ** (hintWidths.length - 1)
  const doing = (size: string) => `${name}: a step of the ControlNet for ${size}`
  const picture = { sides: ['h', 'w'], pixels: hintScale, doing } as const
  const session = sessions.add((type) => controlNet(weights, part.config, type), { picture })
  const expect = expecting(name)
  return {
    ...{ id: `${fingerprint(path)} ${model?.id ?? ''}`, name, inChannels, contextWidth, hintScale },

    async guide(x, timesteps, { context, pooled, numbers }, hint, strength) {
      const [B, , h, w] = x.shape as [number, number, number, number]
      const wanted = [1, hintChannels, h * hintScale, w * hintScale]
      expect(`${hint.shape}` === `${wanted}`, `a hint of shape [${wanted}] is expected`, `[${hint.shape}]`)
      expect(
        context.shape[2] === contextWidth,
        `a context of ${contextWidth} channels is expected`,
        `[${context.shape}]`,
      )
      const hasAdded = pooled?.shape[1] === added?.pooled && numbers?.shape[1] === added?.numbers
      expect(hasAdded, 'the pooled text and numbers of its kind of model are expected', 'those of another')
      const outputs = await session.run({
        ...{ x, timesteps: { shape: [B], data: Float32Array.from(timesteps) }, context, hint },
        ...(added && { pooled: pooled!, numbers: numbers! }),
        strength: { shape: [], data: Float32Array.of(strength) },
      })
      return Object.keys(outputs).map((_, i) => outputs[`residual_${i}`]!)
    },
    dispose: () => sessions.dispose(),
  }
}
