import { blend, type Tensor } from '@loom/tensor'
import { modelInput, type Unet } from './prediction'
import type { Denoise, Draw } from './sampler'
import type { TrainingSchedule } from './training-schedule'

/**
 * A picture's way back to noise: `levels[0]` is the latent at the highest noise level, `levels.at(-1)` at the lowest, one per
 * noise level. `noises[i]` is what the step from level i to i + 1 adds, where the way is a random one.
 */
export type Trajectory = { readonly levels: readonly Tensor[]; readonly noises?: readonly Tensor[] }

/** The noise a UNet sees in a sample that it is told to be at sigma. */
function noiseIn({ prediction }: TrainingSchedule, sample: Tensor, sigma: number, output: Tensor): Tensor {
  if (prediction === 'epsilon') return output
  const scale = 1 / Math.sqrt(1 + sigma ** 2) // v = α·ε − σ'·x0 and sample = α·x0 + σ'·ε, so ε = α·v + σ'·sample
  return blend(output, scale, sample, sigma * scale)
}

/**
 * DDIM run backwards: each step asks the UNet about the cleaner latent at the time of the noisier one, as the code of
 * Mokady et al. 2022 (null-text inversion) does; arXiv:2211.09794. latent [B,4,h,w]; yields after each step.
 */
export async function* invertDdim(
  unet: Unet,
  schedule: TrainingSchedule,
  latent: Tensor,
  sigmas: readonly number[],
): AsyncGenerator<{ index: number; x: Tensor }, Trajectory> {
  const levels = [latent]
  let x = latent
  for (let i = sigmas.length - 1; i > 0; i--) {
    const [from, to] = [sigmas[i]!, sigmas[i - 1]!]
    const { sample } = modelInput(schedule, x, from)
    const noise = noiseIn(schedule, sample, to, await unet(sample, schedule.timeOf(to)))
    x = blend(x, 1, noise, to - from)
    levels.unshift(x)
    yield { index: sigmas.length - 1 - i, x }
  }
  return { levels }
}

/**
 * Edit-friendly noise: levels drawn independently of each other, and the noises that lead from one to the next under
 * ancestral steps. Huberman-Spiegelglas et al. 2023, §3.2; arXiv:2304.06140. latent [B,4,h,w]; yields after each step.
 */
export async function* invertEditFriendly(
  denoise: Denoise,
  latent: Tensor,
  sigmas: readonly number[],
  noise: Draw,
): AsyncGenerator<{ index: number; x: Tensor }, Trajectory> {
  const levels = sigmas.map((sigma) => (sigma > 0 ? blend(latent, 1, noise(latent.shape), sigma) : latent))
  const noises: Tensor[] = []
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [from, to] = [sigmas[i]!, sigmas[i + 1]!]
    const x = levels[i]!
    const denoised = await denoise(x, from)
    const up = to * Math.sqrt(1 - (to / from) ** 2)
    const down = Math.sqrt(to ** 2 - up ** 2)
    const mean = blend(x, down / from, denoised, 1 - down / from)
    noises.push(up > 0 ? blend(levels[i + 1]!, 1 / up, mean, -1 / up) : blend(latent, 0, latent, 0))
    yield { index: i, x: levels[i + 1]! }
  }
  return { levels, noises }
}
