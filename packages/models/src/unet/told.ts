import type { Tensor } from '@loom/tensor'
import { expecting, ModelError } from '../error'
import type { Feed } from '../session'
import { checkLatent } from '../vae/vae'
import type { UNetConfig } from './config'
import type { Residuals } from './residuals'

/** What the UNet is told for each of B rows. */
export type Told = {
  /** [B,tokens,D], what it attends to */
  readonly context: Tensor
  /** [B,P], the text as a whole; SDXL only */
  readonly pooled?: Tensor
  /** [B,N], of the picture's size, see `added`; SDXL only */
  readonly numbers?: Tensor
  /** Of B rows each, what ControlNets add */
  readonly residuals?: Residuals
}

type Inputs = { readonly x: Tensor; readonly timesteps: readonly number[]; readonly told: Told }

/** The inputs that say what a call is about; refuses what the UNet does not take. */
export function toldFeeds(
  name: string,
  { inChannels, contextWidth, added }: UNetConfig,
  downscale: number,
  { x, timesteps, told }: Inputs,
): Record<string, Feed> {
  const expect = expecting(name)
  checkLatent(name, x, inChannels, downscale)
  const B = x.shape[0]!
  expect(timesteps.length === B, `${B} time steps are expected, one for each row`, `${timesteps.length}`)
  const { context, pooled, numbers } = told
  const fits = context.shape.length === 3 && context.shape[0] === B && context.shape[2] === contextWidth
  expect(fits, `a context of shape [${B},tokens,${contextWidth}] is expected`, `[${context.shape}]`)
  const feeds = { x, timesteps: { shape: [B], data: Float32Array.from(timesteps) }, context }
  if (!added) return feeds
  const isWide = (given: Tensor | undefined, width: number): given is Tensor =>
    given?.shape.length === 2 && given.shape[0] === B && given.shape[1] === width
  if (isWide(pooled, added.pooled) && isWide(numbers, added.numbers)) return { ...feeds, pooled, numbers }
  const wanted = `pooled text [${B},${added.pooled}] and numbers [${B},${added.numbers}] are expected`
  throw new ModelError(`${name}: ${wanted}; got [${pooled?.shape ?? ''}] and [${numbers?.shape ?? ''}]`)
}
