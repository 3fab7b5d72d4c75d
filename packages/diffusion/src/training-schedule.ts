/** What a `scheduler/scheduler_config.json` says about how a model was trained; names and defaults are diffusers'. */
export type SchedulerConfig = {
  readonly num_train_timesteps?: number
  readonly beta_start?: number
  readonly beta_end?: number
  readonly beta_schedule?: string
  readonly prediction_type?: string
  readonly rescale_betas_zero_snr?: boolean
  readonly trained_betas?: readonly number[] | null
}

/** What the UNet was trained to say: the noise, or Salimans and Ho's v = α·noise − σ·image (arXiv:2202.00512, §4). */
export type Prediction = 'epsilon' | 'v_prediction'

/**
 * The noise levels a model was trained on, t = 0…999. A training latent is √ᾱ·x0 + √(1−ᾱ)·noise; samplers here walk
 * x = x0 + sigma·noise instead, which is the same divided by √ᾱ, so sigma = √((1−ᾱ)/ᾱ).
 */
export type TrainingSchedule = {
  readonly prediction: Prediction
  /** ᾱ for every t. */
  readonly alphasCumprod: Float64Array
  /** sigma for every t, rising. */
  readonly sigmas: Float64Array
  readonly sigmaMin: number
  readonly sigmaMax: number
  /** sigma at a time, also between whole ones: linear in log sigma. Times outside are taken to the ends. */
  sigmaOf(t: number): number
  /** The time of a noise level; the inverse of `sigmaOf`. Levels outside are taken to the ends. */
  timeOf(sigma: number): number
}

/** Of Stable Diffusion 1 and 2, SDXL and their finetunes: for checkpoints that come as one file, without a config. */
export const stableDiffusion: SchedulerConfig = {
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  prediction_type: 'epsilon',
}

/** ᾱ of the highest level, which should be 0 and would make sigma infinite: ComfyUI's stand-in, sigma about 4519. */
const NEARLY_ZERO = 4.8973451890853435e-8

export function trainingSchedule(config: SchedulerConfig = stableDiffusion): TrainingSchedule {
  const prediction = config.prediction_type ?? 'epsilon'
  if (prediction !== 'epsilon' && prediction !== 'v_prediction') {
    throw new Error(`scheduler config: expected prediction_type epsilon or v_prediction, got ${prediction}`)
  }
  const betas = betasOf(config)
  const alphasCumprod = new Float64Array(betas.length)
  let product = 1
  for (let t = 0; t < betas.length; t++) alphasCumprod[t] = product *= 1 - betas[t]!
  return scheduleOf(prediction, config.rescale_betas_zero_snr ? zeroTerminal(alphasCumprod) : alphasCumprod)
}

/** The same model's levels with the highest one all noise, for models finetuned so but whose config does not say it. */
export function withZeroTerminalSnr(schedule: TrainingSchedule): TrainingSchedule {
  const { prediction, alphasCumprod } = schedule
  return alphasCumprod.at(-1) === NEARLY_ZERO ? schedule : scheduleOf(prediction, zeroTerminal(alphasCumprod))
}

/** Shifts and stretches √ᾱ so that nothing is left of the image at the highest level. Lin et al. 2023, Algorithm 1; arXiv:2305.08891 */
function zeroTerminal(alphasCumprod: Float64Array): Float64Array {
  const roots = alphasCumprod.map(Math.sqrt)
  const [first, last] = [roots[0]!, roots.at(-1)!]
  const rescaled = roots.map((root) => (((root - last) * first) / (first - last)) ** 2)
  rescaled[rescaled.length - 1] = NEARLY_ZERO
  return rescaled
}

function scheduleOf(prediction: Prediction, alphasCumprod: Float64Array): TrainingSchedule {
  const sigmas = alphasCumprod.map((kept) => Math.sqrt((1 - kept) / kept))
  const logSigmas = sigmas.map(Math.log)
  const last = sigmas.length - 1

  return {
    prediction,
    alphasCumprod,
    sigmas,
    sigmaMin: sigmas[0]!,
    sigmaMax: sigmas[last]!,

    sigmaOf(t) {
      const inside = Math.min(Math.max(t, 0), last)
      const low = Math.floor(inside)
      if (low === inside) return sigmas[low]!
      return Math.exp(logSigmas[low]! + (inside - low) * (logSigmas[low + 1]! - logSigmas[low]!))
    },

    timeOf(sigma) {
      if (sigma <= sigmas[0]!) return 0
      if (sigma >= sigmas[last]!) return last
      const high = sigmas.findIndex((level) => level >= sigma)
      if (sigmas[high] === sigma) return high
      const [from, to] = [logSigmas[high - 1]!, logSigmas[high]!]
      return high - 1 + (Math.log(sigma) - from) / (to - from)
    },
  }
}

function betasOf(config: SchedulerConfig): number[] {
  const { num_train_timesteps: count = 1000, beta_start = 0.0001, beta_end = 0.02, beta_schedule = 'linear' } = config
  if (config.trained_betas) return checked([...config.trained_betas])
  if (!Number.isInteger(count) || count < 2) {
    throw new Error(`scheduler config: expected num_train_timesteps from 2 up, got ${count}`)
  }
  const ramp = (from: number, to: number) =>
    Array.from({ length: count }, (_, t) => from + ((to - from) * t) / (count - 1))
  switch (beta_schedule) {
    case 'linear':
      return checked(ramp(beta_start, beta_end))
    case 'scaled_linear':
      return checked(ramp(Math.sqrt(beta_start), Math.sqrt(beta_end)).map((root) => root * root))
    case 'squaredcos_cap_v2': {
      // Nichol and Dhariwal 2021, eq. 17; arXiv:2102.09672
      const kept = (time: number) => Math.cos((((time + 0.008) / 1.008) * Math.PI) / 2) ** 2
      const beta = (t: number) => Math.min(1 - kept((t + 1) / count) / kept(t / count), 0.999)
      return Array.from({ length: count }, (_, t) => beta(t))
    }
    default:
      throw new Error(
        `scheduler config: expected beta_schedule linear, scaled_linear or squaredcos_cap_v2, got ${beta_schedule}`,
      )
  }
}

function checked(betas: number[]): number[] {
  const t = betas.findIndex((beta) => !(beta > 0 && beta < 1))
  if (t >= 0) throw new Error(`scheduler config: expected betas between 0 and 1, got ${betas[t]} at t = ${t}`)
  return betas
}
