import { from, map, max, scale, sub, type Tensor } from '@loom/tensor'
import { gaussian } from '../noise'
import { denoisedFrom } from '../prediction'
import type { Denoise, Noise, Sampler, Step } from '../sampler'
import { startingPoint } from '../start'
import { type Prediction, trainingSchedule } from '../training-schedule'

export const SHAPE = [1, 4, 8, 8]
export const schedule = trainingSchedule()

/** The formula that stands in for a UNet in the golden runs. */
export const formula =
  (prediction: Prediction = 'epsilon'): Denoise =>
  async (x, sigma) => {
    const offset = 0.2 * Math.sin(Math.log(sigma))
    const output = map(x, (value) => Math.tanh((1.3 * value) / Math.sqrt(1 + sigma ** 2)) * 0.9 + offset)
    return denoisedFrom(prediction, x, sigma, output)
  }

/** For data drawn from N(0, 1) the best denoiser and the ODE's end point are known exactly: x/√(1 + σ²) stays. */
export const gaussianData: Denoise = async (x, sigma) => scale(x, 1 / (1 + sigma ** 2))

/** Every step of a walk from pure noise; noise on the way comes from the same draws where none is given. */
export async function walk(
  sampler: Sampler,
  denoise: Denoise,
  seed: number,
  sigmas: readonly number[],
  given?: Noise,
): Promise<Step[]> {
  const noise = gaussian(seed)
  const x = startingPoint(from(SHAPE, new Float32Array(256)), noise(SHAPE), sigmas[0]!, sigmas[0]!)
  const steps: Step[] = []
  for await (const step of sampler(denoise, x, sigmas, given ?? noise, schedule)) steps.push(step)
  return steps
}

export const lastOf = async (...run: Parameters<typeof walk>): Promise<Tensor> => (await walk(...run)).at(-1)!.x

/** Relative to the largest value; diffusers' levels are off by 1e-5 themselves, its betas being float32. */
export function distance(x: Tensor, values: readonly number[]): number {
  const expected = from(x.shape, values)
  return max(map(sub(x, expected), Math.abs)) / max(map(expected, Math.abs))
}
